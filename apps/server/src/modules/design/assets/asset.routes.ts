import { ASSET_KINDS, AssetWithVersion, asset } from '@lettershop/contracts'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { selectOne } from '#platform/resources/statements.ts'
import { storageKey, storeFile } from '#platform/storage/index.ts'
import {
  type AssetKind,
  insertAssetVersion,
  openAsset,
  selectAssetVersion,
  templatesNaming,
} from './asset.queries.ts'
import { type CleanFile, inspectFile } from './inspect-file.ts'

const LARGEST_FILE = 50 * 1_048_576

const tag = 'design'
const id = z.object({ id: z.guid() })

const uploadRoute = route({
  method: 'POST',
  path: '/v1/orgs/{org}/assets/upload',
  operation: 'uploadAsset',
  tag,
  summary: 'Upload an image or a font; a name that exists gets a new version',
  access: { resource: 'asset', action: 'create' },
  bodyKind: 'stream',
  maxBytes: LARGEST_FILE,
  query: z.strictObject({
    name: z.string().min(1).max(200).optional(),
    kind: z.enum(ASSET_KINDS).optional(),
  }),
  answers: { 201: AssetWithVersion },
  async handle(ctx) {
    const upload = await ctx.upload()
    const file = await receive(ctx, upload.stream)
    const kind = kindOf(file, ctx.query.kind)
    const assetId = await ctx.withTenant(async tx => {
      const { id: fileId } = await storeFile(tx, ctx.services, {
        purpose: 'asset',
        name: upload.name,
        mediaType: file.mediaType,
        source: file.bytes,
        signal: ctx.signal,
      })
      const opened = await tx.row(openAsset(kind, upload.name))
      await tx.execute(insertAssetVersion(opened.id, opened.version, fileId, file))
      await recordChange(tx, {
        action: opened.version === 1 ? 'asset.create' : 'asset.update',
        resource: 'design.asset',
        id: opened.id,
      })
      return opened.id
    })
    return ctx.reply(201, await withVersion(ctx, assetId))
  },
})

/**
 * Lets the upload flow into the storage, so that slow clients hold no memory, and looks at it there. What is kept is
 * the cleaned form; the raw bytes go whatever becomes of it.
 */
async function receive(
  ctx: RouteContext,
  stream: Awaited<ReturnType<RouteContext['upload']>>['stream'],
): Promise<CleanFile> {
  const { storage } = ctx.services
  const raw = storageKey(ctx.organization.id, 'upload')
  try {
    await storage.put(raw, stream, { limit: LARGEST_FILE, signal: ctx.signal })
    return await inspectFile(await storage.read(raw))
  } finally {
    await storage.remove(raw)
  }
}

function kindOf(file: CleanFile, wanted: AssetKind | undefined): AssetKind {
  if (wanted === undefined || wanted === file.kind) return file.kind
  if (file.kind === 'font' || wanted === 'font')
    throw new AppError('file_not_accepted', {
      message: `This is ${file.kind === 'font' ? 'a font' : 'an image'}; upload it without kind=${wanted}.`,
    })
  return wanted
}

async function withVersion(ctx: RouteContext, assetId: string): Promise<unknown> {
  const [found, version] = await ctx.batch([selectOne(asset, assetId), selectAssetVersion(assetId)])
  if (!found.rows[0] || !version.rows[0]) throw new AppError('not_found')
  return { ...found.rows[0], version: version.rows[0] }
}

const getRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/assets/{id}',
  operation: 'getAsset',
  tag,
  summary: 'One asset with its current content’s facts',
  access: { resource: 'asset', action: 'read' },
  params: id,
  answers: { 200: AssetWithVersion },
  handle: ctx => withVersion(ctx, ctx.params.id),
})

const contentRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/assets/{id}/content',
  operation: 'getAssetContent',
  tag,
  summary: 'The image or font itself',
  access: { resource: 'asset', action: 'read' },
  params: id,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
  answers: { 200: { media: 'application/octet-stream', about: 'the file' } },
  async handle(ctx) {
    const { rows } = await ctx.run(selectAssetVersion(ctx.params.id, ctx.query.version))
    const file = rows[0]
    if (!file) throw new AppError('not_found')
    const etag = `"${file.sha256}"`
    if (ctx.header('if-none-match') === etag) return ctx.reply(304)
    return ctx.download({
      name: file.name,
      mediaType: file.media_type,
      stream: await ctx.services.storage.open(file.storage_key),
      bytes: file.bytes,
      inline: file.media_type.startsWith('image/'),
      etag,
    })
  },
})

export const assetRoutes: readonly Route[] = [
  ...resourceRoutes(asset, {
    async beforeDelete(tx, current) {
      const using = await tx.rows(templatesNaming(String(current['name'])))
      if (using.length > 0)
        throw new AppError('still_in_use', {
          message: `The design of ${using.map(one => `"${one.name}"`).join(', ')} shows this file.`,
        })
    },
  }),
  uploadRoute,
  getRoute,
  contentRoute,
]
