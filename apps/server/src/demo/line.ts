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

interface WithStatus extends Created {
  readonly status: string
}

export interface DemoResult {
  readonly campaignId: string
  readonly printFile: string | undefined
}

const following = (client: Client, report: Reporter, name: string) => (job: Job) =>
  client.follow(job, state => report.progress(name, state.done, state.total ?? 0))

/**
 * Runs the whole line. Each step looks first for what it would make, by name, so that a run which was broken off
 * anywhere goes on where it was and nothing is there twice.
 * @param options.out folder for a copy of the print file; none where absent
 * @param options.origin address under which scans reach the server from here
 * @param options.list another CSV than the sample's
 */
export async function runLine(
  account: Account,
  report: Reporter,
  options: { out?: string; origin: string; list?: string },
): Promise<DemoResult> {
  const client = new Client(account)
  const listId = await uploadList(client, options.list ?? LIST, report)
  const templateId = await uploadDesigns(client, report)
  const landingPageId = await publishPage(client, report)
  const campaign = await makeCampaign(client, { listId, templateId, landingPageId })
  report.step('Campaign', { template: DESIGNS[0].name, links: 'short' })
  await generate(client, campaign, report)
  const printFile = await fetchPrintFile(client, campaign.id, options.out, report)
  await approveAndMail(client, campaign.id)
  report.step('Approved and mailed', {})
  await collectScans(client, campaign.id, options.origin, report)
  return { campaignId: campaign.id, printFile }
}

interface List extends Created {
  readonly status: string
  readonly job_id: string | null
  readonly recipient_count: number
  readonly rejected_count: number
  readonly duplicate_count: number
}

async function uploadList(client: Client, file: string, report: Reporter): Promise<string> {
  const { name } = path.parse(file)
  const found = await client.find<List>('/recipient-lists', { name })
  const usable = found !== undefined && !['failed', 'cancelled'].includes(found.status)
  const list = usable
    ? found
    : await client.upload<List>(`/recipient-lists/upload?name=${encodeURIComponent(name)}`, file, 'text/csv')
  const follow = following(client, report, 'Reading the list')
  if (list.status === 'mapping') await follow(await client.post<Job>(`/recipient-lists/${list.id}/import`))
  else if (list.status === 'importing') await follow(await client.get<Job>(`/jobs/${list.job_id}`))
  const done = await client.get<List>(`/recipient-lists/${list.id}`)
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
  for (const { name, kind, file, mediaType } of assets) {
    if (await client.find('/assets', { kind, name })) continue
    await client.upload(`/assets/upload?kind=${kind}&name=${encodeURIComponent(name)}`, file, mediaType)
  }
  const ids: string[] = []
  for (const { file, name, category } of DESIGNS) {
    const found = await client.find<Created>('/templates', { name })
    ids.push((found ?? (await newTemplate(client, { name, category, document: readSample(file) }))).id)
  }
  report.step('Designs', { templates: ids.length, images_and_fonts: assets.length })
  return ids[0]!
}

async function newTemplate(client: Client, template: object): Promise<Created> {
  return (await client.post<{ template: Created }>('/templates', template)).template
}

async function publishPage(client: Client, report: Reporter): Promise<string> {
  const { slug, title, blocks } = readSample<{ slug: string; title: string; blocks: unknown }>(
    'landing/spring-opening.json',
  )
  const page =
    (await client.find<WithStatus>('/landing-pages', { slug })) ??
    (await client.post<WithStatus>('/landing-pages', { slug, title, document: { blocks } }))
  if (page.status !== 'published') await client.post(`/landing-pages/${page.id}/publish`)
  report.step('Landing page', { address: `/${slug}` })
  return page.id
}

async function makeCampaign(
  client: Client,
  { listId, templateId, landingPageId }: { listId: string; templateId: string; landingPageId: string },
): Promise<WithStatus> {
  const name = 'Spring opening 2027'
  const found = await client.find<WithStatus>('/campaigns', { name, recipient_list_id: listId })
  return (
    found ??
    client.post<WithStatus>('/campaigns', {
      name,
      template_id: templateId,
      recipient_list_id: listId,
      landing_page_id: landingPageId,
      offer_code: 'GROW20',
    })
  )
}

async function generate(client: Client, { id, status }: WithStatus, report: Reporter): Promise<void> {
  const start = performance.now()
  const follow = following(client, report, 'Making the cards')
  if (status === 'draft' || status === 'failed')
    await follow(await client.post<Job>(`/campaigns/${id}/generate`, {}))
  const running = { resource: 'campaigns.campaign', resource_id: id }
  if (status === 'generating') await follow((await client.find<Job>('/jobs', running))!)
  const { generated, skipped } = await client.get<{ generated: number; skipped: number }>(`/campaigns/${id}`)
  report.step('Cards', {
    pieces: generated,
    skipped,
    seconds: ((performance.now() - start) / 1000).toFixed(1),
  })
}

/** The action that takes a campaign on from a status; from the others there is nothing to do here. */
const NEXT_ACTION: Readonly<Record<string, string>> = {
  ready: 'approve',
  approved: 'mark-printing',
  printing: 'mark-mailed',
}

async function approveAndMail(client: Client, id: string): Promise<void> {
  let { status } = await client.get<WithStatus>(`/campaigns/${id}`)
  for (let action = NEXT_ACTION[status]; action !== undefined; action = NEXT_ACTION[status])
    ({ status } = await client.post<WithStatus>(`/campaigns/${id}/${action}`))
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
  const last = await client.find<{ campaign_recipient_id: string }>(`/campaigns/${campaignId}/events`, {
    type: 'qr_scan',
  })
  const from = Math.max(
    pieces.findIndex(piece => piece.id === last?.campaign_recipient_id),
    0,
  )
  const played = await playRecipients(client, origin, { pieces, from }, report)
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
