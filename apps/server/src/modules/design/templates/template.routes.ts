import {
  NewTemplate,
  NewTemplateVersion,
  pageOf,
  TemplateVersion,
  TemplateVersionSummary,
  TemplateWithVersion,
  template,
} from '@lettershop/contracts'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { type Route, route } from '#platform/http/route.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { selectOne } from '#platform/resources/statements.ts'
import { createTemplate, saveVersion } from './template.actions.ts'
import { listVersions, restoreTemplate, selectVersion } from './template.queries.ts'

/** Designs may carry their pictures within them, as data addresses. */
const LARGEST_DOCUMENT = 20 * 1_048_576

const id = z.object({ id: z.guid() })
const tag = 'design'

const createRoute = route({
  method: 'POST',
  path: '/v1/orgs/{org}/templates',
  operation: 'createTemplate',
  tag,
  summary: 'Make a template from a design document or Fabric JSON',
  access: { resource: 'template', action: 'create' },
  maxBytes: LARGEST_DOCUMENT,
  body: NewTemplate,
  answers: { 201: TemplateWithVersion },
  async handle(ctx) {
    const made = await createTemplate(ctx, ctx.body)
    const { rows } = await ctx.run(selectOne(template, made.id))
    return ctx.reply(201, { template: rows[0], version: made.version })
  },
})

const saveRoute = route({
  method: 'POST',
  path: '/v1/orgs/{org}/templates/{id}/versions',
  operation: 'saveTemplateVersion',
  tag,
  summary: 'Save a document as the next version; 200 when it is the same as the current one',
  access: { resource: 'template', action: 'update' },
  maxBytes: LARGEST_DOCUMENT,
  params: id,
  body: NewTemplateVersion,
  answers: { 200: TemplateVersion, 201: TemplateVersion },
  async handle(ctx) {
    const { version, isNew } = await saveVersion(ctx, ctx.params.id, ctx.body)
    return ctx.reply(isNew ? 201 : 200, version)
  },
})

const MOST_VERSIONS = 2_147_483_647

const versionsRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/templates/{id}/versions',
  operation: 'listTemplateVersions',
  tag,
  summary: 'Versions of a template, newest first, without their documents',
  access: { resource: 'template', action: 'read' },
  params: id,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(1000).default(50),
    cursor: z.coerce.number().int().min(1).max(MOST_VERSIONS).optional(),
  }),
  answers: { 200: pageOf(TemplateVersionSummary) },
  async handle(ctx) {
    const { cursor = MOST_VERSIONS, limit } = ctx.query
    const [found, versions] = await ctx.batch([
      selectOne(template, ctx.params.id),
      listVersions(ctx.params.id, cursor, limit + 1),
    ])
    if (!found.rows[0]) throw new AppError('not_found')
    const data = versions.rows.slice(0, limit)
    const next = versions.rows.length > limit ? String(data.at(-1)?.version) : null
    return { data, next }
  },
})

const versionRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/templates/{id}/versions/{version}',
  operation: 'getTemplateVersion',
  tag,
  summary: 'One version with its document; `current` names the one in use',
  access: { resource: 'template', action: 'read' },
  params: z.object({
    id: z.guid(),
    version: z.union([
      z.literal('current').transform(() => undefined),
      z.coerce.number().int().min(1).max(MOST_VERSIONS),
    ]),
  }),
  answers: { 200: TemplateVersion },
  async handle(ctx) {
    const { rows } = await ctx.run(selectVersion(ctx.params.id, ctx.params.version))
    if (!rows[0]) throw new AppError('not_found')
    return rows[0]
  },
})

const restoreRoute = route({
  method: 'POST',
  path: '/v1/orgs/{org}/templates/{id}/restore',
  operation: 'restoreTemplate',
  tag,
  summary: 'Bring a deleted template back',
  access: { resource: 'template', action: 'delete' },
  params: id,
  answers: { 200: template.readSchema },
  async handle(ctx) {
    const row = await ctx.withTenant(async tx => {
      if ((await tx.execute(restoreTemplate(ctx.params.id))) > 0)
        await recordChange(tx, { action: 'template.restore', resource: 'design.template', id: ctx.params.id })
      return tx.maybeRow(selectOne(template, ctx.params.id))
    })
    if (!row) throw new AppError('not_found')
    return row
  },
})

export const templateRoutes: readonly Route[] = [
  ...resourceRoutes(template),
  createRoute,
  saveRoute,
  versionsRoute,
  versionRoute,
  restoreRoute,
]
