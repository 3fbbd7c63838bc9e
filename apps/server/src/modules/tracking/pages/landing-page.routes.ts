import { landingPage } from '@lettershop/contracts'
import { json, sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError, type FieldError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { type Route, route } from '#platform/http/route.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { lockOne, selectOne, updateOne } from '#platform/resources/statements.ts'
import { templateFault } from './personalise.ts'
import { previewRoute } from './preview.routes.ts'

const id = z.object({ id: z.guid() })

const rules = resourceRoutes(landingPage, {
  async beforeCreate(_tx, values) {
    requireReadable(values['document'])
    return values
  },
  async beforeUpdate(_tx, current, values) {
    if (values['document'] === undefined) return values
    requireReadable(values['document'])
    return { ...values, version: Number(current['version']) + 1 }
  },
  async beforeDelete(tx, current) {
    const campaign = await tx.maybeRow(sql<{ name: string }>`
      select name from campaigns.campaign
      where tenant_id = platform.tenant_id() and landing_page_id = ${current['id']} and deleted_at is null limit 1`)
    if (campaign)
      throw new AppError('still_in_use', { message: `The campaign “${campaign.name}” leads to this page.` })
    // Its address becomes free again; the answers that came through it stay.
    await tx.execute(sql`
      update tracking.landing_page
      set slug = 'deleted-' || id, metadata = metadata || ${json({ slug: current['slug'] })}::jsonb
      where tenant_id = platform.tenant_id() and id = ${current['id']}`)
  },
})

/** Every text of a document that is no Liquid is named, all at once. @throws {AppError} validation_failed */
function requireReadable(document: unknown): void {
  const fields = faults(document, 'document')
  if (fields.length > 0) throw new AppError('validation_failed', { fields })
}

function faults(value: unknown, path: string): FieldError[] {
  if (typeof value === 'string') {
    const fault = /\{\{|\{%/.test(value) ? templateFault(value) : undefined
    return fault === undefined ? [] : [{ path, code: 'liquid', message: fault }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => faults(part, `${path}.${key}`))
}

const setStatus = (status: 'published' | 'draft', action: string, summary: string): Route =>
  route({
    method: 'POST',
    path: `/v1/orgs/{org}/landing-pages/{id}/${action}`,
    operation: `${action}LandingPage`,
    tag: landingPage.tag,
    summary,
    access: { resource: 'landing_page', action: 'publish' },
    params: id,
    answers: { 200: landingPage.readSchema },
    async handle(ctx) {
      return ctx.withTenant(async tx => {
        const current = await tx.maybeRow(lockOne(landingPage, ctx.params.id))
        if (!current) throw new AppError('not_found')
        if (current['status'] === status) return tx.row(selectOne(landingPage, ctx.params.id))
        await recordChange(tx, {
          action: 'landing_page.publish',
          resource: landingPage.table,
          id: ctx.params.id,
          changes: { status: [current['status'], status] },
        })
        return tx.row(updateOne(landingPage, ctx.params.id, { status, updated_by: ctx.actor.id }))
      })
    },
  })

export const landingPageRoutes: readonly Route[] = [
  ...rules,
  setStatus('published', 'publish', 'Show a landing page to the public'),
  setStatus('draft', 'unpublish', 'Take a landing page back'),
  previewRoute,
]
