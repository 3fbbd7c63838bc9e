import { PrintFile } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import { selectCampaign } from './campaign.queries.ts'

type StoredPrintFile = PrintFile & { storage_key: string }

function selectFiles(campaignId: string, fileId?: string): SqlFragment<StoredPrintFile> {
  const one = fileId === undefined ? sql`` : sql`and p.id = ${fileId}`
  return sql<StoredPrintFile>`
    select p.id, p.campaign_id, p.part, f.name, p.first_piece, p.last_piece, p.records, p.pages, f.bytes, p.sha256,
           p.engine_version, p.created_at, f.storage_key
    from campaigns.print_file p
    join campaigns.campaign c on c.tenant_id = p.tenant_id and c.id = p.campaign_id and c.deleted_at is null
    join platform.file f on f.tenant_id = p.tenant_id and f.id = p.file_id
    where p.tenant_id = platform.tenant_id() and p.campaign_id = ${campaignId} ${one} order by p.part`
}

const tag = 'campaigns'

export const printFileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/campaigns/{id}/print-files',
    operation: 'listPrintFiles',
    tag,
    summary: 'Print files of a campaign',
    access: { resource: 'print_file', action: 'read' },
    params: z.object({ id: z.guid() }),
    answers: { 200: z.object({ data: z.array(PrintFile) }) },
    async handle(ctx) {
      const [found, files] = await ctx.batch([selectCampaign(ctx.params.id), selectFiles(ctx.params.id)])
      if (!found.rows[0]) throw new AppError('not_found')
      return { data: files.rows }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/orgs/{org}/campaigns/{id}/print-files/{file_id}/content',
    operation: 'downloadPrintFile',
    tag,
    summary: 'One print file as it was made',
    access: { resource: 'print_file', action: 'read' },
    params: z.object({ id: z.guid(), file_id: z.guid() }),
    answers: { 200: { media: 'application/pdf', about: 'the print file' } },
    async handle(ctx) {
      const { rows } = await ctx.run(selectFiles(ctx.params.id, ctx.params.file_id))
      const file = rows[0]
      if (!file) throw new AppError('not_found')
      const etag = `"${file.sha256}"`
      if (ctx.header('if-none-match') === etag) return ctx.reply(304)
      return ctx.download({
        name: file.name,
        mediaType: 'application/pdf',
        stream: await ctx.services.storage.open(file.storage_key),
        bytes: file.bytes,
        etag,
      })
    },
  }),
]
