/**
 * Takes a picture of every page of the web app, light, dark and phone width, into docs/screens.
 *
 *   npm start                              in one terminal: the sample organization
 *   node scripts/run.mjs scripts/screens.ts [--only campaign,piece] [--looks light,dark,phone]
 */
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { loadConfig } from '../apps/server/src/platform/config/config.ts'
import { openChromium } from '../packages/testkit/src/chromium.ts'

const OUT = fileURLToPath(new URL('../docs/screens/', import.meta.url))

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { viewport: { width: 1280, height: 820 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 820 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2 },
}

/** Pages that need nobody to be signed in. */
const OUTSIDE = { 'sign-in': '/sign-in', 'sign-up': '/sign-up' }

interface Sample {
  org: string
  campaign: string
  piece: string
  template: string
  list: string
  landingPage: string | undefined
}

function pagesOf({ org, campaign, piece, template, list, landingPage }: Sample): Record<string, string> {
  const at = `/o/${org}`
  return {
    campaigns: `${at}/campaigns`,
    campaign: `${at}/campaigns/${campaign}`,
    'campaign-pieces': `${at}/campaigns/${campaign}/pieces`,
    'campaign-files': `${at}/campaigns/${campaign}/files`,
    'campaign-activity': `${at}/campaigns/${campaign}/activity`,
    'new-campaign': `${at}/campaigns/new?template=${template}&list=${list}`,
    piece: `${at}/campaigns/${campaign}/pieces/${piece}`,
    templates: `${at}/templates`,
    template: `${at}/templates/${template}`,
    lists: `${at}/lists`,
    list: `${at}/lists/${list}`,
    'upload-list': `${at}/lists/upload`,
    'landing-pages': `${at}/landing-pages`,
    ...(landingPage === undefined ? {} : { 'landing-page': `${at}/landing-pages/${landingPage}` }),
    settings: `${at}/settings`,
    members: `${at}/settings/members`,
    'api-keys': `${at}/settings/api-keys`,
  }
}

async function read<T>(page: Page, address: string): Promise<T> {
  const answer = await page.request.get(address)
  if (!answer.ok()) throw new Error(`${address} answers ${answer.status()}`)
  return answer.json()
}

/** Ids of the sample, found as any client finds them. */
async function findSample(page: Page, base: string, campaign: string): Promise<Sample> {
  type Rows = { data: { id: string }[] }
  const me = await read<{ organizations: { slug: string }[] }>(page, `${base}/v1/me`)
  const org = me.organizations[0]?.slug
  if (org === undefined) throw new Error('The sample has no organization: run npm start first.')
  const api = `${base}/v1/orgs/${org}`
  const known = await read<{
    template_id: string
    recipient_list_id: string
    landing_page_id: string | null
  }>(page, `${api}/campaigns/${campaign}`)
  const pieces = await read<Rows>(page, `${api}/campaigns/${campaign}/recipients?limit=4`)
  return {
    org,
    campaign,
    piece: pieces.data.at(-1)?.id ?? '',
    template: known.template_id,
    list: known.recipient_list_id,
    landingPage: known.landing_page_id ?? undefined,
  }
}

/** Pictures on the page are drawn by the server; the page is ready when none of them is waited for. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await page.waitForTimeout(600)
  await page.locator('img[data-state="waiting"]').first().waitFor({ state: 'detached', timeout: 20_000 })
  await page.waitForTimeout(200)
}

async function shoot(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address)
  await settle(page)
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 8 })
    .toBuffer()
  await writeFile(path.join(OUT, `${name}.png`), picture)
  process.stdout.write(`${name}.png ${Math.round(picture.length / 1000)} kB\n`)
}

interface Wish {
  base: string
  person: { email: string; password: string; campaignId: string }
  only: readonly string[] | undefined
}

async function shootLook(browser: Browser, look: string, { base, person, only }: Wish): Promise<void> {
  const context = await browser.newContext(LOOKS[look])
  const page = await context.newPage()
  const wanted = (pages: Record<string, string>) =>
    Object.entries(pages).filter(([name]) => only === undefined || only.includes(name))
  for (const [name, address] of wanted(OUTSIDE)) await shoot(page, base + address, `${name}-${look}`)
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/campaigns')
  const sample = await findSample(page, base, person.campaignId)
  for (const [name, address] of wanted(pagesOf(sample))) await shoot(page, base + address, `${name}-${look}`)
  await context.close()
}

const { values } = parseArgs({ options: { only: { type: 'string' }, looks: { type: 'string' } } })
const config = loadConfig(process.env)
const person: Wish['person'] = JSON.parse(readFileSync(path.join(config.dataDir, 'demo.json'), 'utf8'))
await mkdir(OUT, { recursive: true })
const browser = await openChromium()
try {
  const wish = { base: config.publicUrl, person, only: values.only?.split(',') }
  for (const look of values.looks?.split(',') ?? Object.keys(LOOKS)) await shootLook(browser, look, wish)
} finally {
  await browser.close()
}
