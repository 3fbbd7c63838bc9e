/** The main job as a customer's program does it: upload, design, campaign, pieces, print file, scans, funnel. */
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Job } from '@lettershop/contracts'
import type { PrintFile } from '@lettershop/contracts/resources/campaigns'
import { type Account, Client } from './client.ts'
import { type Piece, playRecipients } from './recipients.ts'
import type { Reporter } from './reporter.ts'
import { DESIGNS, LIST, readSample, sampleAssets } from './sample.ts'

interface Created {
  readonly id: string
}

export interface DemoResult {
  readonly campaignId: string
  readonly printFile: string | undefined
}

const following = (client: Client, report: Reporter, name: string) => (job: Job) =>
  client.follow(job, state => report.progress(name, state.done, state.total ?? 0))

/**
 * Runs the whole line.
 * @param options.out folder for a copy of the print file; none where absent
 * @param options.origin address under which scans reach the server from here
 */
export async function runLine(
  account: Account,
  report: Reporter,
  options: { out?: string; origin: string },
): Promise<DemoResult> {
  const client = new Client(account)
  const listId = await uploadList(client, report)
  const templateId = await uploadDesigns(client, report)
  const landingPageId = await publishPage(client, report)
  const campaign = await client.post<Created>('/campaigns', {
    name: 'Spring opening 2027',
    template_id: templateId,
    recipient_list_id: listId,
    landing_page_id: landingPageId,
    offer_code: 'GROW20',
  })
  report.step('Campaign', { template: DESIGNS[0].name, links: 'short' })
  await generate(client, campaign.id, report)
  const printFile = await fetchPrintFile(client, campaign.id, options.out, report)
  for (const action of ['approve', 'mark-printing', 'mark-mailed']) await client.post(`/campaigns/${campaign.id}/${action}`)
  report.step('Approved and mailed', {})
  await collectScans(client, campaign.id, options.origin, report)
  return { campaignId: campaign.id, printFile }
}

async function uploadList(client: Client, report: Reporter): Promise<string> {
  const list = await client.upload<Created>(
    '/recipient-lists/upload?name=spring-opening-1000.csv',
    LIST,
    'text/csv',
  )
  const job = await client.post<Job>(`/recipient-lists/${list.id}/import`)
  await following(client, report, 'Reading the list')(job)
  const done = await client.get<{ recipient_count: number; rejected_count: number; duplicate_count: number }>(
    `/recipient-lists/${list.id}`,
  )
  report.step('List', {
    people: done.recipient_count,
    rejected: done.rejected_count,
    duplicates: done.duplicate_count,
  })
  return list.id
}

/** @returns the first design, which the campaign uses */
async function uploadDesigns(client: Client, report: Reporter): Promise<string> {
  const assets = sampleAssets()
  for (const { name, kind, file, mediaType } of assets)
    await client.upload(`/assets/upload?kind=${kind}&name=${encodeURIComponent(name)}`, file, mediaType)
  const ids: string[] = []
  for (const { file, name, category } of DESIGNS) {
    const made = await client.post<{ template: Created }>('/templates', {
      name,
      category,
      document: readSample(file),
    })
    ids.push(made.template.id)
  }
  report.step('Designs', { templates: ids.length, images_and_fonts: assets.length })
  return ids[0]!
}

async function publishPage(client: Client, report: Reporter): Promise<string> {
  const { slug, title, blocks } = readSample<{ slug: string; title: string; blocks: unknown }>(
    'landing/spring-opening.json',
  )
  const page = await client.post<Created>('/landing-pages', { slug, title, document: { blocks } })
  await client.post(`/landing-pages/${page.id}/publish`)
  report.step('Landing page', { address: `/${slug}` })
  return page.id
}

async function generate(client: Client, campaignId: string, report: Reporter): Promise<void> {
  const start = performance.now()
  const job = await client.post<Job>(`/campaigns/${campaignId}/generate`, {})
  await following(client, report, 'Making the cards')(job)
  const { generated, skipped } = await client.get<{ generated: number; skipped: number }>(
    `/campaigns/${campaignId}`,
  )
  report.step('Cards', {
    pieces: generated,
    skipped,
    seconds: ((performance.now() - start) / 1000).toFixed(1),
  })
}

async function fetchPrintFile(
  client: Client,
  campaignId: string,
  out: string | undefined,
  report: Reporter,
): Promise<string | undefined> {
  const { data } = await client.get<{ data: PrintFile[] }>(`/campaigns/${campaignId}/print-files`)
  const [file] = data
  if (!file) throw new Error('the campaign has no print file')
  if (out === undefined) {
    report.step('Print file', { pages: file.pages, megabytes: (file.bytes / 1_048_576).toFixed(1) })
    return undefined
  }
  const target = path.join(out, file.name)
  const answer = await client.download(`/campaigns/${campaignId}/print-files/${file.id}/content`)
  await pipeline(Readable.fromWeb(answer.body!), createWriteStream(target))
  report.step('Print file', {
    pages: file.pages,
    megabytes: ((await stat(target)).size / 1_048_576).toFixed(1),
    file: target,
  })
  return target
}

async function collectScans(
  client: Client,
  campaignId: string,
  origin: string,
  report: Reporter,
): Promise<void> {
  const pieces: Piece[] = []
  for await (const piece of client.all<Piece>(`/campaigns/${campaignId}/recipients`))
    if (piece.status !== 'skipped' && !piece.is_seed) pieces.push(piece)
  const played = await playRecipients(client, origin, pieces, report)
  report.step('Recipients act', { ...played })
  const funnel = await client.get<Funnel>(`/campaigns/${campaignId}/funnel`)
  const value = funnel.value
    .map(({ value: amount, currency }) => `${(amount / 100).toLocaleString('en-US')} ${currency}`)
    .join(', ')
  report.step('Funnel', {
    pieces: funnel.pieces,
    scanned: funnel.scanned,
    visited: funnel.visited,
    converted: funnel.converted,
    value: value || '0',
  })
}

interface Funnel {
  pieces: number
  scanned: number
  visited: number
  converted: number
  value: { currency: string; value: number }[]
}
