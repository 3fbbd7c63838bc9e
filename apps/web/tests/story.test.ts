import { AxeBuilder } from '@axe-core/playwright'
import { openChromium } from '@lettershop/testkit/chromium'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureWebBuilt } from '../../server/src/platform/web/ensure-built.ts'
import { makeSample, PERSON } from './sample.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** The installation's public address; the browser of this test finds the server there. */
const PUBLIC = 'http://localhost:4400'

let world: TestApp
let browser: Browser
/** Where the server really is. */
let server: string
let sample: Awaited<ReturnType<typeof makeSample>>

beforeAll(async () => {
  await ensureWebBuilt(() => undefined)
  world = await openTestApp({ listen: true })
  server = world.address ?? ''
  sample = await makeSample(server, PUBLIC)
  browser = await openChromium({ localhost: Number(new URL(server).port) })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** A page that remembers what no page of ours may do. */
async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; sins: string[] }> {
  const page = await (await browser.newContext({ locale: 'en-US', ...options })).newPage()
  const sins: string[] = []
  page.on('pageerror', error => sins.push(`error: ${error.message}`))
  page.on('request', request => {
    if (!request.url().startsWith(`${PUBLIC}/`)) sins.push(`asks another host: ${request.url()}`)
  })
  page.on('console', message => {
    if (/Content Security Policy|Warning:/.test(message.text())) sins.push(message.text())
  })
  return { page, sins }
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${PUBLIC}/sign-in`)
  await page.getByLabel('E-mail address').fill(PERSON.email)
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor()
}

/** What axe finds that keeps people out; empty is good. */
async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

test('sign in, make the pieces, approve, see a scan in the funnel and one person’s piece as picture', async () => {
  const { page, sins } = await openPage()
  await page.goto(`${PUBLIC}/o/${sample.org}/campaigns`)
  await page.waitForURL('**/sign-in?next=*')
  await page.getByLabel('E-mail address').fill(PERSON.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('E-mail address or password is not right.').waitFor()
  await signIn(page)

  await page.getByRole('link', { name: 'Spring opening' }).click()
  await page.getByRole('button', { name: 'Make the pieces' }).click()
  await page.getByText('Ready to approve').waitFor({ timeout: 45_000 })
  await page.getByRole('button', { name: 'Approve for print' }).click()
  await page.getByText('Approved', { exact: true }).waitFor()

  const { data: pieces } = await sample.client.get<{ data: { qr_code_url: string }[] }>(
    `/campaigns/${sample.campaignId}/recipients`,
  )
  const { pathname } = new URL(pieces[0]?.qr_code_url ?? '')
  const scan = await fetch(server + pathname, { redirect: 'manual', headers: { 'user-agent': PHONE } })
  expect(scan.status).toBe(302)
  await page.reload()
  const funnel = page.getByRole('list', { name: 'From letterbox to sale' })
  await expect.poll(() => funnel.textContent(), { timeout: 10_000 }).toMatch(/Scanned1/)

  await page.getByRole('link', { name: 'Pieces', exact: true }).click()
  await page.getByRole('table', { name: 'Pieces' }).getByRole('link').first().click()
  const picture = page.getByRole('img', { name: /Piece 1, front/ })
  await picture.waitFor()
  const drawn = () => picture.evaluate(image => Number(Reflect.get(image, 'naturalWidth')))
  await expect.poll(drawn, { timeout: 20_000 }).toBe(1200)
  await page.keyboard.press('ArrowRight')
  await page.getByText('Piece 2', { exact: true }).waitFor()
  expect(sins).toEqual([])
  await page.context().close()
})

test('no page shuts anybody out, light or dark', async () => {
  const at = `/o/${sample.org}`
  const places = ['/campaigns', '/campaigns/new', `/campaigns/${sample.campaignId}`, '/templates', '/lists']
  places.push(`/campaigns/${sample.campaignId}/pieces`, `/campaigns/${sample.campaignId}/activity`)
  places.push('/lists/upload', '/landing-pages', '/settings', '/settings/members', '/settings/api-keys')
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    // The dark look differs in colours alone.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined
    const { page } = await openPage({ colorScheme })
    await page.goto(`${PUBLIC}/sign-up`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    found.push(...(await barriers(page, rules)).map(one => `${colorScheme} /sign-up ${one}`))
    await signIn(page)
    for (const place of places) {
      await page.goto(PUBLIC + at + place)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      found.push(...(await barriers(page, rules)).map(one => `${colorScheme} ${place} ${one}`))
    }
    await page.context().close()
  }
  expect(found).toEqual([])
}, 180_000)

test('by keyboard and on a phone: the content is one key away, the menu opens and closes', async () => {
  const { page, sins } = await openPage({ viewport: { width: 390, height: 844 } })
  await signIn(page)
  await page.reload()
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN')
  await page.getByRole('button', { name: 'Open navigation' }).click()
  await page.getByRole('link', { name: 'Audiences' }).click()
  await page.getByRole('heading', { name: 'Audiences', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Open navigation' }).waitFor()
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(wider).toBe(0)
  expect(sins).toEqual([])
  await page.context().close()
})
