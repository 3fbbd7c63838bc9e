import { ColumnMapping } from '@lettershop/contracts'
import type { TenantTx } from '@lettershop/tenant-router'
import { AppError } from '#platform/errors/app-error.ts'
import type { ResourceRules } from '#platform/resources/resource-routes.ts'
import { checkMapping } from '../columns/check-mapping.ts'
import { campaignsOfList, jobIsOpen, type ListRow, selectList } from './list.queries.ts'

/** States in which a file may be looked at again, mapped, and imported from its beginning. */
const WAITING = new Set(['mapping', 'failed', 'cancelled'])

/** @throws {AppError} list_being_imported, list_not_waiting */
export async function requireWaiting(tx: TenantTx, list: ListRow): Promise<void> {
  if (list.file_id === null || list.status === 'ready') throw new AppError('list_not_waiting')
  if (!WAITING.has(list.status) && (await isBeingImported(tx, list)))
    throw new AppError('list_being_imported')
}

/** @throws {AppError} not_found */
export async function lockList(tx: TenantTx, id: string): Promise<ListRow> {
  const list = await tx.maybeRow(selectList(id, true))
  if (!list) throw new AppError('not_found')
  return list
}

/** A job that was cancelled before it began has told the list nothing: its own row is asked. */
async function isBeingImported(tx: TenantTx, { status, job_id }: ListRow): Promise<boolean> {
  if (status !== 'importing' || job_id === null) return false
  return (await tx.row(jobIsOpen(job_id))).open
}

export const listRules: ResourceRules = {
  async beforeCreate(_tx, values) {
    return { ...values, source: 'api', status: 'ready' }
  },
  async beforeUpdate(tx, current, values) {
    if (!('column_mapping' in values)) return values
    const list = { ...current } as ListRow
    await requireWaiting(tx, list)
    const mapping = ColumnMapping.safeParse(values['column_mapping'])
    if (!mapping.success || !list.file_facts)
      throw new AppError('validation_failed', {
        fields: [{ path: 'column_mapping', code: 'invalid_type', message: 'A mapping is needed.' }],
      })
    const fields = checkMapping(mapping.data, list.file_facts)
    if (fields.length > 0) throw new AppError('validation_failed', { fields })
    return values
  },
  async beforeDelete(tx, current) {
    const list = { ...current } as ListRow
    if (await isBeingImported(tx, list)) throw new AppError('list_being_imported')
    const campaigns = await tx.rows(campaignsOfList(list.id))
    if (campaigns.length === 0) return
    const names = campaigns.map(campaign => `"${campaign.name}"`).join(', ')
    throw new AppError('still_in_use', { message: `This list is used by ${names} and cannot be deleted.` })
  },
}
