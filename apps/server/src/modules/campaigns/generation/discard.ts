import { sql, type TenantTx } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'

/**
 * Takes everything away that generation made: links, pieces, print files, the frozen design.
 * @returns storage keys of the print files, to be removed when the transaction has committed
 */
export async function discardPieces(tx: TenantTx, campaignId: string): Promise<string[]> {
  const own = sql`tenant_id = platform.tenant_id() and campaign_id = ${campaignId}`
  const files = await tx.rows(
    sql<{ file_id: string }>`delete from campaigns.print_file where ${own} returning file_id`,
  )
  const [removed] = await tx.batch([
    sql<{ storage_key: string }>`
      delete from platform.file
      where tenant_id = platform.tenant_id() and id = any(${files.map(file => file.file_id)}::uuid[])
      returning storage_key`,
    sql`delete from tracking.link where ${own}`,
    sql`delete from campaigns.campaign_recipient where ${own}`,
    sql`
      update campaigns.campaign
      set design_snapshot = null, variable_mappings_snapshot = null, assets_snapshot = null, engine_version = null,
          total_recipients = 0, generated = 0, skipped = 0, approved_at = null, approved_by = null
      where tenant_id = platform.tenant_id() and id = ${campaignId}`,
  ])
  return removed.rows.map(file => file.storage_key)
}

/** Removes stored bytes that no row names any more. What stays behind because of a crash harms nobody. */
export async function removeFiles(
  { storage }: Pick<Services, 'storage'>,
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) await storage.remove(key)
}

/** Tells the job of a running generation to stop; its batches are refused from now on anyway. */
export async function stopJob(tx: TenantTx, campaignId: string): Promise<void> {
  await tx.execute(sql`
    update platform.job
    set cancel_requested_at = coalesce(cancel_requested_at, now()),
        finished_at = case when state = 'queued' then now() end,
        state = case when state = 'queued' then 'cancelled' else state end
    where tenant_id = platform.tenant_id() and resource = 'campaigns.campaign' and resource_id = ${campaignId}
      and type = 'campaigns.generate' and state in ('queued', 'running')`)
}
