import { type Result, type SqlFragment, type Statement, sql } from '@lettershop/tenant-router'
import type { Storage } from '#platform/storage/index.ts'

/** Gives the print engine the bytes behind a name in a design, or undefined where there are none. */
export type AssetReader = (src: string) => Promise<Uint8Array | undefined>

/** Runs one statement in the scope of an organization. */
export type RunStatement = <Row>(statement: Statement<Row>) => Promise<Result<Row>>

/** What a campaign keeps of an asset: these bytes and no later ones. */
export interface FrozenAsset {
  readonly file_id: string
  readonly sha256: string
  readonly version: number
  readonly media_type: string
}
/** Name in the design -> the asset's content at that time. */
export type FrozenAssets = Readonly<Record<string, FrozenAsset>>

/** Names under which an asset may stand in a design: as it is, or as the last part of a path. */
export function namesFor(src: string): string[] {
  const last = src.split(/[\\/]/).at(-1) ?? src
  return last === src ? [src] : [src, last]
}

interface FoundAsset extends FrozenAsset {
  readonly name: string
  readonly kind: string
  readonly storage_key: string
}

const current = sql`
  from design.asset a
  join design.asset_version v on v.tenant_id = a.tenant_id and v.asset_id = a.id and v.version = a.current_version
  join platform.file f on f.tenant_id = v.tenant_id and f.id = v.file_id
  where a.tenant_id = platform.tenant_id() and a.deleted_at is null`

function assetsNamed(names: readonly string[]): SqlFragment<FoundAsset> {
  return sql<FoundAsset>`
    select a.name, a.kind, v.version, v.file_id, f.sha256, f.media_type, f.storage_key ${current}
      and a.name = any(${names}::text[]) order by a.kind, a.id`
}

/** Reads the assets as they are now. */
export function currentAssets(run: RunStatement, storage: Storage): AssetReader {
  return async src => {
    const names = namesFor(src)
    const { rows } = await run(assetsNamed(names))
    const found = names.flatMap(name => rows.filter(row => row.name === name))[0]
    return found && storage.read(found.storage_key)
  }
}

/** Reads the assets that were frozen with a campaign, whatever was uploaded since. */
export function frozenAssets(assets: FrozenAssets, run: RunStatement, storage: Storage): AssetReader {
  return async src => {
    const frozen = namesFor(src).flatMap(name => (Object.hasOwn(assets, name) ? [assets[name]] : []))[0]
    if (!frozen) return undefined
    const { rows } = await run(sql<{ storage_key: string }>`
      select storage_key from platform.file
      where tenant_id = platform.tenant_id() and id = ${frozen.file_id}`)
    return rows[0] && storage.read(rows[0].storage_key)
  }
}

/** Keeps what was read for as long as the reader lives: for work that asks for the same pictures again and again. */
export function remembering(reader: AssetReader): AssetReader {
  const known = new Map<string, ReturnType<AssetReader>>()
  return src => {
    const before = known.get(src)
    if (before) return before
    const reading = reader(src)
    known.set(src, reading)
    if (known.size > 100) known.delete(known.keys().next().value ?? '')
    return reading
  }
}

/**
 * The assets that a design may ask for, to be frozen: those that it names, and every image where a name depends on
 * the record.
 */
export async function freezeAssets(
  run: RunStatement,
  sources: readonly string[],
  variableSources: boolean,
): Promise<FrozenAssets> {
  const names = [...new Set(sources.flatMap(namesFor))]
  const { rows } = await run(
    variableSources
      ? sql<FoundAsset>`
          select a.name, a.kind, v.version, v.file_id, f.sha256, f.media_type, f.storage_key ${current}
            and (a.kind <> 'font' or a.name = any(${names}::text[])) order by a.kind desc, a.id desc`
      : sql<FoundAsset>`${assetsNamed(names)}`,
  )
  const frozen = new Map<string, FrozenAsset>()
  for (const { name, file_id, sha256, version, media_type } of rows)
    if (variableSources || !frozen.has(name)) frozen.set(name, { file_id, sha256, version, media_type })
  return Object.fromEntries(frozen)
}

/** Changes whenever an asset was uploaded or deleted: part of the key of every picture that was made with assets. */
export const assetsFingerprint: SqlFragment<{ fingerprint: string }> = sql<{ fingerprint: string }>`
  select concat_ws(':', count(*), max(a.updated_at),
    (select max(v.created_at) from design.asset_version v where v.tenant_id = platform.tenant_id())) as fingerprint
  from design.asset a where a.tenant_id = platform.tenant_id() and a.deleted_at is null`
