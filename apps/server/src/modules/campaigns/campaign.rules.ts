import { VariableMapping } from '@lettershop/contracts'
import type { TenantTx } from '@lettershop/tenant-router'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import type { Row } from '#platform/resources/list-statement.ts'
import type { ResourceRules } from '#platform/resources/resource-routes.ts'
import { requireIngredients } from './campaign.actions.ts'
import { inspectTemplate } from './campaign.design.ts'
import { selectIngredients, selectListFields } from './campaign.queries.ts'
import { checkMapping, completeMapping } from './mapping.ts'

/** What may be changed whatever the status: it has no influence on what was or will be printed. */
const ALWAYS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'owner_id',
  'team_id',
  'budget',
  'cost',
  'metadata',
  'updated_by',
])

/** What the campaign is printed from: a change of one of them may leave variables without a source. */
const INGREDIENTS = ['template_id', 'template_version', 'recipient_list_id', 'variable_mappings'] as const

/** Rules of a campaign beyond its columns. */
export const campaignRules: ResourceRules = {
  async beforeUpdate(tx, current, values, ctx) {
    const fixed = Object.keys(values).filter(name => !ALWAYS.has(name))
    if (fixed.length > 0 && current['status'] !== 'draft')
      throw new AppError('campaign_not_draft', {
        message: `The campaign is "${String(current['status'])}": ${fixed.join(', ')} can be changed in a draft only.`,
      })
    return INGREDIENTS.some(name => name in values) ? withMapping(tx, current, values, ctx) : values
  },

  async beforeDelete(_tx, current) {
    const status = String(current['status'])
    if (status !== 'draft' && status !== 'cancelled')
      throw new AppError('campaign_status', {
        message: `The campaign is "${status}". Only drafts and cancelled campaigns can be deleted; cancel it first.`,
      })
  },
}

async function withMapping(tx: TenantTx, current: Row, values: Row, ctx: RouteContext): Promise<Row> {
  const after = { ...current, ...values }
  const templateId = String(after['template_id'])
  const changesTemplate = 'template_id' in values && values['template_id'] !== current['template_id']
  // Another template begins with its current version unless one is named.
  const asked = changesTemplate && !('template_version' in values) ? null : Number(after['template_version'])
  const listId = String(after['recipient_list_id'])
  const [ingredients, fieldNames] = await tx.batch([
    selectIngredients(templateId, asked, listId),
    selectListFields(listId),
  ])
  const { template_version } = requireIngredients(ingredients.rows[0])
  const fields = fieldNames.rows.map(row => row.name)
  const mapping = VariableMapping.parse(after['variable_mappings'])
  if ('variable_mappings' in values) checkMapping(mapping, fields)
  const { variables } = await inspectTemplate(
    async statement => (await tx.batch([statement]))[0],
    ctx.services,
    templateId,
    template_version,
  )
  // A mapping that was sent is taken as it is; guesses fill up when the design or the list has changed.
  const variable_mappings =
    'variable_mappings' in values ? mapping : completeMapping(mapping, variables, fields)
  return { ...values, template_version, variable_mappings }
}
