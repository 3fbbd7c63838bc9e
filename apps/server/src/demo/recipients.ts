/**
 * What people do with their cards, played over HTTP: some scan, most of those read, some fill in the form, a few buy.
 * Drawn from a seed, so that every installation shows the same funnel.
 */
import type { Client } from './client.ts'
import type { Reporter } from './reporter.ts'

export interface Piece {
  readonly id: string
  readonly piece_number: number
  readonly tracking_code: string
  readonly qr_code_url: string | null
  readonly status: string
  readonly is_seed: boolean
}

const PHONES = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15; SM-S921U) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
] as const
const BOT = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'

const SHARE = { scan: 0.31, bot: 0.04, visit: 0.93, form: 0.42, buy: 0.3 } as const

/** Mulberry32: a small generator whose sequence is the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Played {
  scans: number
  visits: number
  forms: number
  purchases: number
}

/**
 * Plays every piece.
 * @param origin address of the server as it is reached from here
 * @param course.from index of the first piece to play; those before it were played by a run that was broken off
 */
export async function playRecipients(
  client: Client,
  origin: string,
  { pieces, from }: { pieces: readonly Piece[]; from: number },
  report: Reporter,
): Promise<Played> {
  const random = randomFrom(1848)
  const played: Played = { scans: 0, visits: 0, forms: 0, purchases: 0 }
  let done = 0
  for (const piece of pieces) {
    report.progress('Scans arrive', ++done, pieces.length)
    // Drawn for those before `from` too: each piece must get its own part of the sequence.
    const agent = PHONES[Math.floor(random() * PHONES.length)]!
    const draws = {
      bot: random(),
      scan: random(),
      visit: random(),
      form: random(),
      buy: random(),
      value: random(),
    }
    if (done <= from) continue
    if (draws.bot < SHARE.bot) await scan(origin, piece, BOT)
    if (draws.scan >= SHARE.scan) continue
    const page = await scan(origin, piece, agent)
    played.scans++
    if (!page || draws.visit >= SHARE.visit) continue
    const html = await (await fetch(page, { headers: { 'user-agent': agent } })).text()
    played.visits++
    if (draws.form >= SHARE.form) continue
    if (await submitForm(page, html, agent, piece)) played.forms++
    if (draws.buy >= SHARE.buy) continue
    await client.post('/conversions', {
      type: 'purchase',
      tracking_code: piece.tracking_code,
      value: 1500 + Math.floor(draws.value * 90) * 100,
      currency: 'USD',
      external_reference: `register-${piece.piece_number}`,
    })
    played.purchases++
  }
  return played
}

/**
 * Scans as a phone that knows the server by its number: only browsers know names below `localhost`, where the pages
 * have their own origins.
 * @returns address of the landing page
 */
async function scan(server: string, piece: Piece, agent: string): Promise<string | undefined> {
  const origin = server.replace('//localhost', '//127.0.0.1')
  const answer = await fetch(`${origin}/R/${piece.tracking_code}`, {
    redirect: 'manual',
    headers: { 'user-agent': agent },
  })
  const location = answer.headers.get('location')
  return location === null ? undefined : new URL(location, origin).href
}

async function submitForm(page: string, html: string, agent: string, piece: Piece): Promise<boolean> {
  const form = /<form[^>]*\baction="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html)
  if (!form) return false
  const fields = new URLSearchParams()
  for (const [tag] of form[2]!.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
    const name = attribute('name')
    if (name === undefined || attribute('data-trap') !== undefined) continue
    if (attribute('type') === 'hidden') fields.set(name, attribute('value') ?? '')
    else if (attribute('type') === 'email') fields.set(name, `guest${piece.piece_number}@example.com`)
    else if (attribute('type') === 'number') fields.set(name, String(1 + (piece.piece_number % 4)))
    else if (attribute('type') === 'checkbox') fields.set(name, 'on')
    else if (name === 'name') fields.set(name, `Guest ${piece.piece_number}`)
  }
  const action = new URL(form[1]!.replaceAll('&amp;', '&'), page)
  const answer = await fetch(action, {
    method: 'POST',
    body: fields,
    redirect: 'manual',
    headers: { 'user-agent': agent, origin: action.origin },
  })
  return answer.status < 400
}
