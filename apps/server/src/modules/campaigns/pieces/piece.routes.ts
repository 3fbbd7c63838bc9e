import {
  CampaignOriginal,
  CampaignRecipient,
  CampaignRecipientDetail,
  campaignRecipient,
  pageOf,
} from '@lettershop/contracts'
import { ENGINE_VERSION } from '@lettershop/print-engine'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import {
  type AssetReader,
  canonicalSha256,
  frozenAssets,
  pictures,
  previews,
  requiredVariables,
  sampleValues,
  sendPicture,
} from '#modules/design/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { type ListQuery, planList } from '#platform/resources/list-statement.ts'
import { type Frozen, selectCampaign, selectFrozen } from '../campaign.queries.ts'
import { type PieceRow, selectPiece } from './piece.queries.ts'
import { presentPiece } from './present.ts'

const tag = 'campaigns'
const campaignId = z.object({ id: z.guid() })
const pieceId = z.object({ id: z.guid(), recipient_id: z.guid() })
const picture = z.strictObject({
  page: z.coerce.number().int().min(1).max(64).default(1),
  width: z.coerce.number().int().min(16).max(3000).default(900),
})
const read = { resource: 'campaign_recipient', action: 'read' } as const
const png = { media: 'image/png', about: 'picture of one page' }

const listRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/recipients',
  operation: 'listCampaignRecipients',
  tag,
  summary: 'Pieces of a campaign in the order of the print file, and who was left out',
  access: read,
  params: campaignId,
  query: campaignRecipient.querySchema,
  answers: { 200: pageOf(CampaignRecipient) },
  async handle(ctx) {
    const plan = planList(campaignRecipient, ctx.query as ListQuery, [sql`campaign_id = ${ctx.params.id}`])
    const [found, page, total] = await ctx.batch([
      selectCampaign(ctx.params.id),
      plan.page,
      ...(plan.total ? [plan.total] : []),
    ])
    if (!found.rows[0]) throw new AppError('not_found')
    const { data, next } = plan.finish(page.rows)
    return {
      data: data.map(row => presentPiece(row as unknown as PieceRow, ctx.organization)),
      next,
      ...(total ? total.rows[0] : {}),
    }
  },
})

const oneRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/recipients/{recipient_id}',
  operation: 'getCampaignRecipient',
  tag,
  summary: 'One piece; with include=personalized_canvas_json its design too',
  access: read,
  params: pieceId,
  query: z.strictObject({ include: z.literal('personalized_canvas_json').optional() }),
  answers: { 200: CampaignRecipientDetail },
  async handle(ctx) {
    const { piece, frozen } = await load(ctx, ctx.params.id, ctx.params.recipient_id)
    const shown = presentPiece(piece, ctx.organization)
    if (ctx.query.include === undefined) return shown
    return { ...shown, personalized_canvas_json: await personalised(ctx, frozen, piece) }
  },
})

const pdfRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/recipients/{recipient_id}/piece.pdf',
  operation: 'getPiecePdf',
  tag,
  summary: 'The piece of one person as PDF, byte for byte the same each time',
  access: read,
  params: pieceId,
  answers: { 200: { media: 'application/pdf', about: 'the piece' } },
  async handle(ctx) {
    const { piece, frozen } = await load(ctx, ctx.params.id, ctx.params.recipient_id)
    requirePiece(piece)
    return sendPicture(ctx, pictures, {
      key: keyOf(frozen, piece.variables, 'pdf'),
      name: `piece-${piece.piece_number}.pdf`,
      mediaType: 'application/pdf',
      draw: () =>
        previews.run(
          'pdf',
          { document: frozen.design_snapshot, record: piece.variables },
          { asset: assetsOf(ctx, frozen) },
          { signal: ctx.signal },
        ),
    })
  },
})

const pngRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/recipients/{recipient_id}/piece.png',
  operation: 'getPiecePng',
  tag,
  summary: 'The piece of one person as picture; page=2 is the back',
  access: read,
  params: pieceId,
  query: picture,
  answers: { 200: png },
  async handle(ctx) {
    const { piece, frozen } = await load(ctx, ctx.params.id, ctx.params.recipient_id)
    requirePiece(piece)
    return sendPng(ctx, frozen, piece.variables, ctx.query, `piece-${piece.piece_number}`)
  },
})

const designRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/recipients/{recipient_id}/design.json',
  operation: 'getPieceDesign',
  tag,
  summary: 'The design of one person with the values in it (personalized_canvas_json)',
  access: read,
  params: pieceId,
  answers: { 200: z.record(z.string(), z.unknown()) },
  async handle(ctx) {
    const { piece, frozen } = await load(ctx, ctx.params.id, ctx.params.recipient_id)
    requirePiece(piece)
    return personalised(ctx, frozen, piece)
  },
})

const originalRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/original',
  operation: 'getCampaignOriginal',
  tag,
  summary: 'The design as it was frozen when generation began',
  access: { resource: 'campaign', action: 'read' },
  params: campaignId,
  answers: { 200: CampaignOriginal },
  handle: ctx => frozenOf(ctx, ctx.params.id),
})

const originalPngRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/original.png',
  operation: 'getCampaignOriginalPng',
  tag,
  summary: 'The frozen design as picture, with invented values',
  access: { resource: 'campaign', action: 'read' },
  params: campaignId,
  query: picture,
  answers: { 200: png },
  async handle(ctx) {
    const frozen = await frozenOf(ctx, ctx.params.id)
    const variables = [...Object.keys(frozen.variable_mappings_snapshot), 'tracking_url', 'tracking_code']
    const required = requiredVariables(frozen.design_snapshot, variables)
    const sample = sampleValues(variables, required, ctx.services.config.publicUrl)
    return sendPng(ctx, frozen, sample, ctx.query, 'original')
  },
})

async function load(
  ctx: RouteContext,
  id: string,
  piece: string,
): Promise<{ piece: PieceRow; frozen: Frozen }> {
  const [pieces, frozens] = await ctx.batch([selectPiece(id, piece), selectFrozen(id)])
  const [found, frozen] = [pieces.rows[0], frozens.rows[0]]
  if (!found || !frozen) throw new AppError('not_found')
  return { piece: found, frozen }
}

async function frozenOf(ctx: RouteContext, id: string): Promise<Frozen> {
  const [found, frozen] = await ctx.batch([selectCampaign(id), selectFrozen(id)])
  if (!found.rows[0]) throw new AppError('not_found')
  if (frozen.rows[0]) return frozen.rows[0]
  throw new AppError('campaign_status', {
    message: `The campaign is "${found.rows[0].status}": nothing has been frozen yet. Generate it first.`,
  })
}

function requirePiece(piece: PieceRow): void {
  if (piece.piece_number === null)
    throw new AppError('not_found', { message: 'This person was left out of the campaign and has no piece.' })
}

const assetsOf = (ctx: RouteContext, frozen: Frozen): AssetReader =>
  frozenAssets(frozen.assets_snapshot, statement => ctx.run(statement), ctx.services.storage)

/** Everything that a picture depends on: the same key is the same picture. */
const keyOf = (frozen: Frozen, values: unknown, kind: string): string =>
  canonicalSha256([ENGINE_VERSION, frozen.design_snapshot, frozen.assets_snapshot, values, kind])

function sendPng(
  ctx: RouteContext,
  frozen: Frozen,
  record: PieceRow['variables'] | ReturnType<typeof sampleValues>,
  { page, width }: z.output<typeof picture>,
  name: string,
) {
  return sendPicture(ctx, pictures, {
    key: keyOf(frozen, record, `png ${page} ${width}`),
    name: `${name}-${page}.png`,
    mediaType: 'image/png',
    draw: () =>
      previews.run(
        'png',
        { document: frozen.design_snapshot, record, page: page - 1, width },
        { asset: assetsOf(ctx, frozen) },
        { signal: ctx.signal },
      ),
  })
}

const personalised = (ctx: RouteContext, frozen: Frozen, piece: PieceRow) =>
  previews.run(
    'personalise',
    { document: frozen.design_snapshot, record: piece.variables },
    { asset: assetsOf(ctx, frozen) },
    { signal: ctx.signal },
  )

export const pieceRoutes: readonly Route[] = [
  listRoute,
  oneRoute,
  pdfRoute,
  pngRoute,
  designRoute,
  originalRoute,
  originalPngRoute,
]
