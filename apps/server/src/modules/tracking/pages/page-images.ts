import { sql, type TenantTx } from '@lettershop/tenant-router'
import sharp from 'sharp'
import { freezeAssets, namesFor } from '#modules/design/index.ts'
import type { Services } from '#platform/services.ts'
import type { ShownPage } from './page.queries.ts'

/** Name in a page -> hash of the image's present content; the hash stands in the address, so that browsers may keep it. */
export type PageImages = ReadonlyMap<number, { readonly file_id: string; readonly sha256: string }>

/** The images of a page, by block. Those that were not uploaded are left out. */
export async function imagesOf(tx: TenantTx, { document }: Pick<ShownPage, 'document'>): Promise<PageImages> {
  const named = document.blocks.flatMap((block, at) =>
    'image' in block && block.image !== undefined ? [[at, block.image] as const] : [],
  )
  if (named.length === 0) return new Map()
  const assets = await freezeAssets(
    async statement => (await tx.batch([statement]))[0],
    named.map(([, name]) => name),
    false,
  )
  return new Map(
    named.flatMap(([at, name]) => {
      const known = namesFor(name).find(one => Object.hasOwn(assets, one))
      const found = known === undefined ? undefined : assets[known]
      return found ? [[at, found] as const] : []
    }),
  )
}

const WIDEST = 1280
const MOST_BYTES_KEPT = 32 * 1_048_576
const kept = new Map<string, Buffer>()
let keptBytes = 0

/** An image as a phone wants it: no wider than a page, re-encoded, without what a camera wrote into it. */
export async function pageImage(
  services: Services,
  tx: TenantTx,
  fileId: string,
  sha256: string,
): Promise<Buffer> {
  const known = kept.get(sha256)
  if (known) return known
  const { storage_key } = await tx.row(sql<{ storage_key: string }>`
    select storage_key from platform.file where tenant_id = platform.tenant_id() and id = ${fileId}`)
  const bytes = await sharp(await services.storage.read(storage_key), { limitInputPixels: 100_000_000 })
    .rotate()
    .resize({ width: WIDEST, withoutEnlargement: true })
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 74, mozjpeg: true })
    .toBuffer()
  kept.set(sha256, bytes)
  keptBytes += bytes.length
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= MOST_BYTES_KEPT) break
    kept.delete(oldest)
    keptBytes -= length
  }
  return bytes
}
