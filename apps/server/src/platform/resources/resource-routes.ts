import type { Resource, Verb } from '@lettershop/contracts'
import type { SqlFragment, TenantTx } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import { recordChange } from '../events/record-change.ts'
import type { RouteContext } from '../http/context.ts'
import { type Route, route } from '../http/route.ts'
import { etagOf, requireMatch } from './etag.ts'
import { type ListQuery, planList, type Row } from './list-statement.ts'
import { deleteOne, insertOne, lockOne, selectOne, updateOne } from './statements.ts'

type IdParams = { id: string }

/** What a module adds to a resource: checks and defaults that the columns cannot say. Each runs in the transaction of the change. */
export interface ResourceRules {
  /** Values that are really written; may look things up and refuse. */
  beforeCreate?(tx: TenantTx, values: Row, ctx: RouteContext): Promise<Row>
  beforeUpdate?(tx: TenantTx, current: Row, values: Row, ctx: RouteContext): Promise<Row>
  beforeDelete?(tx: TenantTx, current: Row, ctx: RouteContext): Promise<void>
  /** Fields that are computed when a row is shown. */
  present?(row: Row, ctx: RouteContext): Row
  /** Conditions that belong to the address. */
  scope?(ctx: RouteContext): readonly SqlFragment<unknown>[]
}

/** The routes of a resource, one a verb. Whatever does not fit becomes an ordinary route beside them. */
export function resourceRoutes(resource: Resource, rules: ResourceRules = {}): Route[] {
  const makers: Record<Verb, () => Route> = {
    list: () => listRoute(resource, rules),
    get: () => getRoute(resource, rules),
    create: () => createRoute(resource, rules),
    update: () => updateRoute(resource, rules),
    delete: () => deleteRoute(resource, rules),
  }
  return resource.verbs.map(verb => makers[verb]())
}

const id = z.object({ id: z.guid() })
const collection = (resource: Resource) => `/v1/orgs/{org}/${resource.path}`
const member = (resource: Resource) => `${collection(resource)}/{id}`

/** `SeedAddress` -> `SeedAddresses`, `Company` -> `Companies`. */
const plural = (name: string) =>
  /(s|x|ch|sh)$/.test(name) ? `${name}es` : /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`

function common(resource: Resource, verb: Verb, summary: string) {
  const action = verb === 'list' || verb === 'get' ? 'read' : verb
  // The permission table has a row for every resource; that this action stands in it is checked by a test over all routes.
  const access = { resource: resource.permission, action } as Route['access']
  return { tag: resource.tag, access, summary }
}

function listRoute(resource: Resource, rules: ResourceRules): Route {
  return route({
    ...common(resource, 'list', `List: ${resource.title}`),
    method: 'GET',
    path: collection(resource),
    operation: `list${plural(resource.name)}`,
    query: resource.querySchema,
    answers: { 200: resource.pageSchema },
    async handle(ctx) {
      const plan = planList(resource, ctx.query as ListQuery, rules.scope?.(ctx))
      const [page, total] = await ctx.batch(plan.total ? [plan.page, plan.total] : [plan.page])
      const { data, next } = plan.finish((page?.rows ?? []) as Row[])
      return {
        data: data.map(row => rules.present?.(row, ctx) ?? row),
        next,
        ...(total ? (total.rows[0] as { total: number }) : {}),
      }
    },
  })
}

function getRoute(resource: Resource, rules: ResourceRules): Route {
  return route({
    ...common(resource, 'get', `Get one: ${resource.title}`),
    method: 'GET',
    path: member(resource),
    operation: `get${resource.name}`,
    params: id,
    answers: { 200: resource.readSchema },
    async handle(ctx) {
      const { rows } = await ctx.run(selectOne(resource, ctx.params.id as string, rules.scope?.(ctx)))
      if (!rows[0]) throw new AppError('not_found')
      return show(ctx, resource, rules, rows[0], 200)
    },
  })
}

function createRoute(resource: Resource, rules: ResourceRules): Route {
  return route({
    ...common(resource, 'create', `Create: ${resource.title}`),
    method: 'POST',
    path: collection(resource),
    operation: `create${resource.name}`,
    body: resource.createSchema,
    answers: { 201: resource.readSchema },
    async handle(ctx) {
      const row = await ctx.withTenant(async tx => {
        const given = { ...ctx.body, ...authors(resource, ctx, ['created_by', 'updated_by']) }
        const made = await tx.row(insertOne(resource, (await rules.beforeCreate?.(tx, given, ctx)) ?? given))
        await recordChange(tx, {
          action: `${resource.permission}.create`,
          resource: resource.table,
          id: String(made['id']),
        })
        return made
      })
      return show(ctx, resource, rules, row, 201)
    },
  })
}

function updateRoute(resource: Resource, rules: ResourceRules): Route {
  return route({
    ...common(resource, 'update', `Change: ${resource.title}`),
    method: 'PATCH',
    path: member(resource),
    operation: `update${resource.name}`,
    params: id,
    body: resource.updateSchema,
    answers: { 200: resource.readSchema },
    async handle(ctx) {
      const row = await ctx.withTenant(async tx => {
        const current = await lock(tx, resource, rules, ctx)
        requireMatch(ctx, resource, current)
        const given = { ...ctx.body, ...authors(resource, ctx, ['updated_by']) }
        const values = (await rules.beforeUpdate?.(tx, current, given, ctx)) ?? given
        await recordChange(tx, {
          action: `${resource.permission}.update`,
          resource: resource.table,
          id: String(current['id']),
          changes: changed(resource, current, values),
        })
        return tx.row(updateOne(resource, String(current['id']), values))
      })
      return show(ctx, resource, rules, row, 200)
    },
  })
}

function deleteRoute(resource: Resource, rules: ResourceRules): Route {
  return route({
    ...common(resource, 'delete', `Delete: ${resource.title}`),
    method: 'DELETE',
    path: member(resource),
    operation: `delete${resource.name}`,
    params: id,
    answers: {},
    async handle(ctx) {
      await ctx.withTenant(async tx => {
        const current = await lock(tx, resource, rules, ctx)
        requireMatch(ctx, resource, current)
        await rules.beforeDelete?.(tx, current, ctx)
        await recordChange(tx, {
          action: `${resource.permission}.delete`,
          resource: resource.table,
          id: String(current['id']),
        })
        await tx.execute(deleteOne(resource, String(current['id'])))
      })
      return ctx.reply(204)
    },
  })
}

async function lock(tx: TenantTx, resource: Resource, rules: ResourceRules, ctx: RouteContext): Promise<Row> {
  const row = await tx.maybeRow(lockOne(resource, (ctx.params as IdParams).id, rules.scope?.(ctx)))
  if (!row) throw new AppError('not_found')
  return row
}

function show(ctx: RouteContext, resource: Resource, rules: ResourceRules, row: Row, status: number) {
  return ctx.reply(status, rules.present?.(row, ctx) ?? row, resource.versioned ? { etag: etagOf(row) } : {})
}

function authors(resource: Resource, ctx: RouteContext, names: readonly string[]): Row {
  return Object.fromEntries(names.filter(name => name in resource.facts).map(name => [name, ctx.actor.id]))
}

const UNRECORDED = ['[not recorded]', '[not recorded]'] as const

/** Changed fields for the audit: of values that may belong to a person, and of documents, only the name. */
function changed(resource: Resource, before: Row, values: Row): Record<string, readonly [unknown, unknown]> {
  const differing = Object.keys(values).filter(
    name => name !== 'updated_by' && JSON.stringify(before[name]) !== JSON.stringify(values[name]),
  )
  return Object.fromEntries(
    differing.map(name => {
      const fact = resource.facts[name]
      return [name, fact?.tag === 'none' && fact.type !== 'jsonb' ? [before[name], values[name]] : UNRECORDED]
    }),
  )
}
