import type { AssetVersion } from '@lettershop/contracts'
import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { CleanFile } from './inspect-file.ts'

export type AssetKind = 'image' | 'font' | 'logo' | 'background'

/** The asset of that name, made or brought back, with the number that its next version gets. Locks it. */
export function openAsset(kind: AssetKind, name: string): SqlFragment<{ id: string; version: number }> {
  return sql<{ id: string; version: number }>`
    insert into design.asset (kind, name, current_version, created_by, updated_by)
    values (${kind}, ${name}, 1, platform.actor_id(), platform.actor_id())
    on conflict (tenant_id, kind, name) do update
      set current_version = asset.current_version + 1, deleted_at = null, updated_by = platform.actor_id()
    returning id, current_version as version`
}

export function insertAssetVersion(
  assetId: string,
  version: number,
  fileId: string,
  file: CleanFile,
): SqlFragment<unknown> {
  return sql`
    insert into design.asset_version (asset_id, version, file_id, width, height, dpi, colour_space, font_facts, created_by)
    values (${assetId}, ${version}, ${fileId}, ${file.width}, ${file.height}, ${file.dpi}, ${file.colourSpace},
            ${file.fontFacts === null ? null : json(file.fontFacts)}, platform.actor_id())`
}

/** The content of an asset: the version named, else the current one. */
export function selectAssetVersion(
  assetId: string,
  version?: number,
): SqlFragment<AssetVersion & { storage_key: string; name: string }> {
  const wanted = version === undefined ? sql`a.current_version` : sql`${version}`
  return sql<AssetVersion & { storage_key: string; name: string }>`
    select v.id, v.asset_id, v.version, f.media_type, f.bytes, f.sha256, v.width, v.height, v.dpi, v.colour_space,
           v.font_facts, v.created_at, f.storage_key, a.name
    from design.asset a
    join design.asset_version v on v.tenant_id = a.tenant_id and v.asset_id = a.id and v.version = ${wanted}
    join platform.file f on f.tenant_id = v.tenant_id and f.id = v.file_id
    where a.tenant_id = platform.tenant_id() and a.id = ${assetId} and a.deleted_at is null`
}

/** Names of templates whose current version names this asset, a few of them. */
export function templatesNaming(name: string): SqlFragment<{ name: string }> {
  // As the end of a JSON text: `"logo.png"` and `"images/logo.png"`, not `"logo.png.bak"`.
  const written = JSON.stringify(name).slice(1)
  return sql<{ name: string }>`
    select t.name from design.template t
    join design.template_version v on v.tenant_id = t.tenant_id and v.template_id = t.id and v.version = t.current_version
    where t.tenant_id = platform.tenant_id() and t.deleted_at is null
      and (position(${`"${written}`} in v.document::text) > 0 or position(${`/${written}`} in v.document::text) > 0)
    order by t.name limit 5`
}
