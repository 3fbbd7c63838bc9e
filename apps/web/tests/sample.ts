import path from 'node:path'
import type { Job } from '@lettershop/contracts'
import { signUpDemo } from '../../server/src/demo/account.ts'
import { Client } from '../../server/src/demo/client.ts'
import { DESIGNS, readSample, SAMPLE, sampleAssets } from '../../server/src/demo/sample.ts'

export const PERSON = { email: 'june@example.com', password: 'correct horse battery' }

interface Made {
  id: string
}

/** The sample organization with a handful of people and a campaign that is still a draft. */
export async function makeSample(
  server: string,
  origin: string,
): Promise<{ client: Client; org: string; campaignId: string }> {
  const account = await signUpDemo(server, origin, PERSON)
  const client = new Client(account)
  for (const { name, kind, file, mediaType } of sampleAssets())
    await client.upload(`/assets/upload?name=${encodeURIComponent(name)}&kind=${kind}`, file, mediaType)
  const [design] = DESIGNS
  const { template } = await client.post<{ template: Made }>('/templates', {
    name: design.name,
    document: readSample(design.file),
  })
  const list = await client.upload<Made>(
    '/recipient-lists/upload?name=Proof',
    path.join(SAMPLE, 'lists/proof.csv'),
    'text/csv',
  )
  await client.follow(await client.post<Job>(`/recipient-lists/${list.id}/import`), () => undefined)
  const { slug, title, blocks } = readSample<{ slug: string; title: string; blocks: unknown[] }>(
    'landing/spring-opening.json',
  )
  const page = await client.post<Made>('/landing-pages', { slug, title, document: { blocks } })
  await client.post(`/landing-pages/${page.id}/publish`)
  const campaign = await client.post<Made>('/campaigns', {
    name: 'Spring opening',
    template_id: template.id,
    recipient_list_id: list.id,
    landing_page_id: page.id,
  })
  return { client, org: account.org, campaignId: campaign.id }
}
