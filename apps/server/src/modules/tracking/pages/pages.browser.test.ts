import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { openChromium } from '@lettershop/testkit/chromium'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCampaign, PHONE } from '../test-tracking.ts'

/** The sample page, in a real browser on a phone's screen, at its own origin and under its own policy. */
const SAMPLE = new URL('../../../../../../demo/', import.meta.url)
const sample = JSON.parse(readFileSync(new URL('landing/spring-opening.json', SAMPLE), 'utf8'))

let world: TestApp
let browser: Browser
let scanAddress: string
beforeAll(async () => {
  world = await openTestApp({ worker: false, listen: true })
  browser = await openChromium()
  const { owner, slug: org } = world.acme
  const picture = readFileSync(new URL('designs/images/glasshouse-morning.jpg', SAMPLE))
  const uploaded = await owner.upload(
    `/v1/orgs/${org}/assets/upload?kind=image&name=images/glasshouse-morning.jpg`,
    picture,
    'image/jpeg',
  )
  expect(uploaded.statusCode).toBe(201)
  const campaign = await makeCampaign(world, world.acme, { pieces: 1, slug: 'spring-opening' })
  const changed = await owner.patch(`/v1/orgs/${org}/landing-pages/${campaign.pageId}`, {
    title: sample.title,
    document: { blocks: sample.blocks },
  })
  expect(changed.statusCode).toBe(200)
  scanAddress = `${world.address}/R/${campaign.pieces[0]!.code}`
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

async function onPhone(bypassCSP = false): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    userAgent: PHONE,
    viewport: { width: 390, height: 844 },
    bypassCSP,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    // The browser asks for an icon by itself; that there is none is no fault of the page.
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => complaints.push(dialog.message()))
  return { page, complaints }
}

test('a scan opens the page on its own origin; its picture shows, its form leads to thanks', async () => {
  const { page, complaints } = await onPhone()
  await page.goto(scanAddress)
  expect(new URL(page.url()).hostname).toBe(`${world.acme.slug}.localhost`)
  await page.getByRole('heading', { level: 1 }).getByText('Ada 1').waitFor()
  const picture = 'document.images[0].decode().then(() => document.images[0].naturalWidth)'
  expect(await page.evaluate(picture)).toBeGreaterThan(600)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  expect(await page.evaluate("getComputedStyle(document.querySelector('button')).backgroundColor")).toBe(
    'rgb(47, 93, 58)',
  )
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@example')
  await page.getByRole('button').click()
  await page.getByText('Please give an e-mail address').waitFor()
  expect(await page.evaluate('document.activeElement.name')).toBe('email')
  expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByRole('button').click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  expect(await page.context().cookies()).toEqual([])
  // The answer with a mistake is a 422, which the browser mentions.
  expect(complaints.filter(text => !text.includes('422'))).toEqual([])
})

test('the page has no fault that a screen reader would meet', async () => {
  const { page } = await onPhone(true)
  await page.goto(scanAddress)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([])
})
