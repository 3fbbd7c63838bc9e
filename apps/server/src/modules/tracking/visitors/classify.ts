import { isbot } from 'isbot'

/** Why an event does not count. */
export type BotClass = 'head' | 'prefetch' | 'preview' | 'crawler' | 'no_agent'

/** The part of a request that tells a person from a program. Names in lower case, as Node gives them. */
export interface RequestSigns {
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Programs that open a link to show what is behind it, when somebody pastes it into a message. */
const PREVIEW =
  /facebookexternalhit|facebot|meta-externalagent|whatsapp\/|slackbot|slack-imgproxy|telegrambot|twitterbot|linkedinbot|discordbot|skypeuripreview|microsoftpreview|safelinks|bingpreview|pinterestbot|redditbot|applebot|vkshare|viber\/|iframely|embedly|snap url preview|google-pagerenderer|mattermost-bot|signal-desktop|imessage|whatsappbot|zoombot|tiktokspider|mastodon\/|nextcloud server|outlook-ios-preview|synapse \(bot/i

/**
 * Browsers inside apps and on phones that lists of robots take for robots. Google's app on Pixel phones calls itself
 * "Google/google", Cubot makes phones, and several apps put words such as "bot" into the agent of a real browser.
 */
const PERSON = /\bCUBOT\b|\bGSA\/|Google\/google|\[FBAN\/|\[FB_IAB\/|Instagram [\d.]+ \(|\bLine\/[\d.]+ /i

/**
 * Whether a request is a person's. Rules are independent: each alone is enough.
 * @returns the class under which the event is kept without counting, or null for a person
 */
export function classify({ method, headers }: RequestSigns): BotClass | null {
  if (method === 'HEAD') return 'head'
  if (isPrefetch(headers)) return 'prefetch'
  const agent = one(headers['user-agent']).trim()
  if (agent === '') return 'no_agent'
  if (isPreview(agent, headers)) return 'preview'
  return isCrawler(agent) ? 'crawler' : null
}

/** Browsers fetch ahead of the person: nobody has seen the page yet. */
function isPrefetch(headers: RequestSigns['headers']): boolean {
  const says = (name: string, pattern: RegExp) => pattern.test(one(headers[name]))
  return (
    says('sec-purpose', /prefetch|prerender|preview/i) ||
    says('purpose', /prefetch|preview|prerender/i) ||
    says('x-purpose', /preview|prefetch|instant/i) ||
    says('x-moz', /prefetch/i) ||
    says('x-fb-http-engine', /prefetch/i)
  )
}

function isPreview(agent: string, headers: RequestSigns['headers']): boolean {
  // Mail gateways open links under an ordinary browser's name, but say where they come from.
  const from = one(headers['referer'])
  return (PREVIEW.test(agent) && !PERSON.test(agent)) || /\.safelinks\.protection\.outlook\.com/i.test(from)
}

function isCrawler(agent: string): boolean {
  return isbot(agent) && !PERSON.test(agent)
}

function one(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join(' ') : header) ?? ''
}
