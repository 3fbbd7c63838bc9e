import type { NewTemplate, NewTemplateVersion, TemplateVersion } from '@lettershop/contracts'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { currentAssets } from '../assets/asset-reader.ts'
import { inspectDesign } from '../inspect-design.ts'
import type { Inspection } from '../rendering/index.ts'
import { insertTemplate, insertVersion, lockTemplate, selectVersion, useVersion } from './template.queries.ts'

/**
 * Makes a template with its first version.
 * @throws {AppError} `design_invalid`
 */
export async function createTemplate(
  ctx: RouteContext,
  wish: NewTemplate,
): Promise<{ id: string; version: TemplateVersion }> {
  const inspection = await look(ctx, wish.document, wish.format)
  return ctx.withTenant(async tx => {
    const { id } = await tx.row(
      insertTemplate({
        name: wish.name,
        description: wish.description ?? null,
        category: wish.category ?? null,
        format: inspection.format,
        metadata: wish.metadata ?? {},
      }),
    )
    const version = await tx.row(insertVersion(id, 1, inspection, wish.note ?? null))
    await recordChange(tx, { action: 'template.create', resource: 'design.template', id })
    return { id, version }
  })
}

/**
 * Saves a document as the next version, which becomes the current one. What is the same as the current one is not
 * saved again.
 * @throws {AppError} `not_found`, `design_invalid`
 */
export async function saveVersion(
  ctx: RouteContext,
  templateId: string,
  wish: NewTemplateVersion,
): Promise<{ version: TemplateVersion; isNew: boolean }> {
  const before = (await ctx.run(lockTemplate(templateId))).rows[0]
  if (!before) throw new AppError('not_found')
  const inspection = await look(ctx, wish.document, before.format)
  return ctx.withTenant(async tx => {
    const template = await tx.maybeRow(lockTemplate(templateId))
    if (!template) throw new AppError('not_found')
    if (template.sha256 === inspection.sha256)
      return { version: await tx.row(selectVersion(templateId)), isNew: false }
    const number = template.current_version + 1
    const version = await tx.row(insertVersion(templateId, number, inspection, wish.note ?? null))
    await tx.execute(useVersion(templateId, number, inspection.format))
    await recordChange(tx, {
      action: 'template.update',
      resource: 'design.template',
      id: templateId,
      changes: { current_version: [template.current_version, number] },
    })
    return { version, isNew: true }
  })
}

function look(ctx: RouteContext, document: unknown, format: string | undefined): Promise<Inspection> {
  return inspectDesign(
    document,
    currentAssets(statement => ctx.run(statement), ctx.services.storage),
    format,
  )
}
