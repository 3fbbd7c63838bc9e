import { campaign, type NewCampaign } from '@lettershop/contracts'
import { AppError, type FieldError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { insertOne } from '#platform/resources/statements.ts'
import { inspectTemplate } from './campaign.design.ts'
import {
  type Ingredients,
  insertStatusChange,
  selectIngredients,
  selectListFields,
} from './campaign.queries.ts'
import { checkMapping, completeMapping } from './mapping.ts'

/**
 * Makes a draft. Template and list are enough: the version is the current one, the mapping is guessed.
 * @throws {AppError} `validation_failed` when template, version or list is not there
 */
export async function createCampaign(ctx: RouteContext, wish: NewCampaign): Promise<Record<string, unknown>> {
  const { template_id, recipient_list_id } = wish
  const [ingredients, fieldNames] = await ctx.batch([
    selectIngredients(template_id, wish.template_version ?? null, recipient_list_id),
    selectListFields(recipient_list_id),
  ])
  const found = requireIngredients(ingredients.rows[0])
  const fields = fieldNames.rows.map(row => row.name)
  const given = wish.variable_mappings ?? {}
  checkMapping(given, fields)
  const { variables } = await inspectTemplate(
    statement => ctx.run(statement),
    ctx.services,
    template_id,
    found.template_version,
  )
  return ctx.withTenant(async tx => {
    const row = await tx.row(
      insertOne(campaign, {
        ...wish,
        name: wish.name ?? `${found.template_name} · ${found.list_name}`.slice(0, 200),
        template_version: found.template_version,
        variable_mappings: completeMapping(given, variables, fields),
        owner_id: wish.owner_id ?? (ctx.actor.kind === 'user' ? ctx.actor.id : null),
        currency: ctx.organization.currency,
        created_by: ctx.actor.id,
        updated_by: ctx.actor.id,
      }),
    )
    const id = String(row['id'])
    await tx.execute(insertStatusChange(id, null, 'draft', null))
    await recordChange(tx, {
      action: 'campaign.create',
      resource: 'campaigns.campaign',
      id,
      event: { type: 'campaign.created', data: { campaign_id: id, name: String(row['name']) } },
    })
    return row
  })
}

type Found = { [K in keyof Ingredients]: NonNullable<Ingredients[K]> }

/** @throws {AppError} `validation_failed` naming what is not there */
export function requireIngredients(row: Ingredients | undefined): Found {
  const { template_name, template_version, list_name, list_status } = row ?? {}
  const missing = (path: string, message: string): FieldError => ({ path, code: 'not_found', message })
  const fields: FieldError[] = []
  if (!template_name) fields.push(missing('template_id', 'There is no such template.'))
  else if (!template_version) fields.push(missing('template_version', 'The template has no such version.'))
  if (!list_name) fields.push(missing('recipient_list_id', 'There is no such list.'))
  if (template_name && template_version && list_name && list_status)
    return { template_name, template_version, list_name, list_status }
  throw new AppError('validation_failed', { fields })
}
