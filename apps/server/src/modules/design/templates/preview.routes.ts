import { may, type TemplateVersion } from '@lettershop/contracts'
import { type DataRecord, ENGINE_VERSION } from '@lettershop/print-engine'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { assetsFingerprint, currentAssets } from '../assets/asset-reader.ts'
import { guessMapping } from '../mapping/guess.ts'
import { type Person, personColumns, valuesFor } from '../mapping/person.ts'
import { sampleValues } from '../mapping/sample.ts'
import { canonicalSha256, pictures, previews, sendPicture } from '../rendering/index.ts'
import { requiredVariables } from '../rendering/template-text.ts'
import { selectVersion } from './template.queries.ts'

const params = z.object({ id: z.guid() })

/** `values={"first_name":"Ada"}`: what the designer fills in to try a design. */
const values = z
  .string()
  .max(8_000)
  .transform((text, check) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      check.addIssue({ code: 'custom', message: 'is not JSON; write values={"first_name":"Ada"}' })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string().max(100), z.union([z.string(), z.number(), z.boolean(), z.null()])))

const whose = {
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  recipient_id: z.guid().optional(),
  values: values.optional(),
}

const tag = 'design'
const access = { resource: 'template', action: 'preview' } as const

export const previewRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/templates/{id}/preview.png',
    operation: 'previewTemplatePng',
    tag,
    summary: 'A page of a template as picture: with invented values, given ones, or those of a recipient',
    access,
    params,
    query: z.strictObject({
      page: z.coerce.number().int().min(1).max(64).default(1),
      width: z.coerce.number().int().min(16).max(3000).default(600),
      ...whose,
    }),
    answers: { 200: { media: 'image/png', about: 'picture of one page' } },
    async handle(ctx) {
      const { page, width, ...choice } = ctx.query
      const { document, record, key } = await prepare(ctx, ctx.params.id, choice)
      return sendPicture(ctx, pictures, {
        key: canonicalSha256([key, 'png', page, width]),
        name: `preview-${page}.png`,
        mediaType: 'image/png',
        draw: () =>
          previews.run(
            'png',
            { document, record, page: page - 1, width },
            { asset: assets(ctx) },
            { signal: ctx.signal },
          ),
      })
    },
  }),

  route({
    method: 'GET',
    path: '/v1/orgs/{org}/templates/{id}/preview.pdf',
    operation: 'previewTemplatePdf',
    tag,
    summary: 'A template as PDF, as it would be printed',
    access,
    params,
    query: z.strictObject(whose),
    answers: { 200: { media: 'application/pdf', about: 'all pages of one piece' } },
    async handle(ctx) {
      const { document, record, key } = await prepare(ctx, ctx.params.id, ctx.query)
      return sendPicture(ctx, pictures, {
        key: canonicalSha256([key, 'pdf']),
        name: 'preview.pdf',
        mediaType: 'application/pdf',
        draw: () => previews.run('pdf', { document, record }, { asset: assets(ctx) }, { signal: ctx.signal }),
      })
    },
  }),
]

const assets = (ctx: RouteContext) => currentAssets(statement => ctx.run(statement), ctx.services.storage)

interface Choice {
  version?: number | undefined
  recipient_id?: string | undefined
  values?: DataRecord | undefined
}

async function prepare(
  ctx: RouteContext,
  templateId: string,
  { version, recipient_id, values: given = {} }: Choice,
): Promise<{ document: Record<string, unknown>; record: DataRecord; key: string }> {
  if (recipient_id !== undefined && !may(ctx.actor.role, 'recipient', 'read'))
    throw new AppError('forbidden', {
      message: 'Your role does not see data of people; leave recipient_id out.',
    })
  const [versions, fingerprint] = await ctx.batch([selectVersion(templateId, version), assetsFingerprint])
  const found = versions.rows[0]
  if (!found) throw new AppError('not_found')
  const { document, variables, sha256 } = found
  const { publicUrl } = ctx.services.config
  const sample = sampleValues(variables, requiredVariables(document, variables), publicUrl)
  const record =
    recipient_id === undefined
      ? { ...sample, ...given }
      : { ...onlySupplied(sample), ...(await valuesOf(ctx, recipient_id, found)), ...given }
  // An organization's pictures are its own, even where another one has the same design.
  const key = canonicalSha256([
    ctx.organization.id,
    ENGINE_VERSION,
    sha256,
    fingerprint.rows[0]?.fingerprint,
    record,
  ])
  return { document, record, key }
}

/** Of a real person nothing is invented but the code, which does not exist yet. */
const onlySupplied = ({ tracking_url, tracking_code }: DataRecord): DataRecord => ({
  tracking_url,
  tracking_code,
})

async function valuesOf(
  ctx: RouteContext,
  recipientId: string,
  { variables }: TemplateVersion,
): Promise<DataRecord> {
  const { rows } = await ctx.run(sql<Person>`
    select ${personColumns} from audience.recipient
    where tenant_id = platform.tenant_id() and id = ${recipientId} and deleted_at is null`)
  const person = rows[0]
  if (!person) throw new AppError('not_found', { message: 'There is no such recipient.' })
  return valuesFor(person, guessMapping(variables, Object.keys(person.fields)))
}
