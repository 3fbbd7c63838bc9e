import { FIELD_NAME } from '@lettershop/contracts'
import type { TenantTx } from '@lettershop/tenant-router'
import { AppError, type FieldError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import type { ResourceRules } from '#platform/resources/resource-routes.ts'
import { selectList } from '../lists/list.queries.ts'
import { derive, type Person } from '../normalise/person.ts'
import { suppressionReasons } from '../suppression/check.ts'
import { countRecipients, onLiveLists } from './recipient.queries.ts'

type Row = Record<string, unknown>

/** Writing a recipient by hand: the same norms, keys and suppression as in an import. */
export const recipientRules: ResourceRules = {
  scope: () => [onLiveLists],
  async beforeCreate(tx, values, ctx) {
    checkFields(values)
    await addToList(tx, String(values['list_id']))
    return complete(tx, ctx, {}, { ...values, origin: 'api' })
  },
  async beforeUpdate(tx, current, values, ctx) {
    checkFields(values)
    return complete(tx, ctx, current, values)
  },
  async beforeDelete(tx, current) {
    await tx.execute(countRecipients(String(current['list_id']), -1))
  },
}

async function addToList(tx: TenantTx, listId: string): Promise<void> {
  if (await tx.maybeRow(countRecipients(listId, 1))) return
  const there = await tx.maybeRow(selectList(listId))
  if (there) throw new AppError('list_not_ready')
  throw new AppError('validation_failed', {
    fields: [{ path: 'list_id', code: 'unknown', message: 'There is no such list.' }],
  })
}

async function complete(tx: TenantTx, ctx: RouteContext, before: Row, values: Row): Promise<Row> {
  const after = { ...before, ...values } as Row & Person
  const { address_norm, ...derived } = derive(after)
  const [reason = null] = await suppressionReasons(tx, ctx.services.secrets, [{ ...derived, address_norm }])
  const since = before['suppressed_at'] ?? ctx.services.clock.now().toISOString()
  return { ...values, ...derived, suppression_reason: reason, suppressed_at: reason === null ? null : since }
}

/** Fields are named in designs, so their names have to be names. */
function checkFields(values: Row): void {
  const wrong = Object.keys((values['fields'] as Row | undefined) ?? {}).filter(
    name => !FIELD_NAME.test(name),
  )
  if (wrong.length === 0) return
  const fields = wrong.map(
    (name): FieldError => ({
      path: `fields.${name}`,
      code: 'invalid_name',
      message: 'Name fields with letters, digits and _ only, at most 63, not beginning with a digit.',
    }),
  )
  throw new AppError('validation_failed', { fields })
}
