import { z } from 'zod'
import { type Route, route } from '#platform/http/route.ts'
import { connectionReport } from './connection-report.ts'
import { listSourceLines } from './sources.ts'
import { listTenants } from './tenants.ts'

const Kind = z.enum(['shared', 'dedicated'])
const Pool = z
  .object({
    open: z.int(),
    idle: z.int(),
    waiting: z.int(),
    max: z.int(),
    transactions: z.int(),
    failures: z.int(),
    query_milliseconds: z.number(),
    wait_milliseconds: z.number(),
    breaker: z.enum(['closed', 'open', 'half_open']),
  })
  .meta({ id: 'PoolReport', description: 'Connections of this process to one data source' })

const TenantConnection = z
  .object({
    organization: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    test: z.object({
      success: z.boolean(),
      placed: z.boolean(),
      credentialsReadable: z.boolean(),
      reachable: z.boolean(),
      queryable: z.boolean(),
      milliseconds: z.number(),
      error: z.string().optional(),
    }),
    home: z
      .object({
        data_source: z.string(),
        kind: Kind,
        region: z.string(),
        host: z.string(),
        port: z.int(),
        database: z.string(),
        state: z.string(),
        epoch: z.int(),
      })
      .nullable(),
    cache: z.object({ entries: z.int(), hits: z.int(), misses: z.int() }),
    unwrap: z.object({ count: z.int(), milliseconds: z.number() }),
    pool: Pool.nullable(),
  })
  .meta({ id: 'TenantConnection' })

const DataSource = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: Kind,
    status: z.enum(['active', 'draining', 'failed', 'retired']),
    region: z.string(),
    host: z.string(),
    port: z.int(),
    database: z.string(),
    foreign_server: z.boolean(),
    capacity: z.int().nullable(),
    organizations: z.int(),
    replicas: z.array(z.object({ host: z.string(), port: z.int(), region: z.string() })),
    migration: z.object({
      state: z.enum(['pending', 'running', 'current', 'failed']),
      version: z.string().nullable(),
      fingerprint: z.string().nullable(),
      error: z.string().nullable(),
      checked_at: z.iso.datetime().nullable(),
    }),
    pool: Pool.nullable(),
  })
  .meta({ id: 'DataSource' })

const PlacementLine = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    mode: z.string(),
    data_source: z.string().nullable(),
    region: z.string(),
    state: z.string().nullable(),
    route_key: z.string().nullable(),
    members: z.int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Placement' })

/** Most organizations that one look shows; `find` narrows it. */
const MOST = 500

/** The operator's look at where organizations live. Nothing of an organization's contents, and never a credential. */
export const operatorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/debug/tenant-connection',
    operation: 'debugTenantConnection',
    tag: 'operator',
    summary: 'Try the way to an organization’s database step by step',
    access: 'operator',
    query: z.object({ org: z.string().min(1).max(200).describe('Short name or id') }),
    answers: { 200: TenantConnection },
    handle: ctx => connectionReport(ctx.services, ctx.query.org),
  }),
  route({
    method: 'GET',
    path: '/v1/operator/data-sources',
    operation: 'listDataSources',
    tag: 'operator',
    summary: 'Databases with their migration state and pools',
    access: 'operator',
    answers: { 200: z.object({ data: z.array(DataSource), next: z.null() }) },
    handle: async ctx => ({ data: await listSourceLines(ctx.services), next: null }),
  }),
  route({
    method: 'GET',
    path: '/v1/operator/placements',
    operation: 'listPlacements',
    tag: 'operator',
    summary: 'Organizations and where they live, newest first',
    access: 'operator',
    query: z.object({
      find: z.string().max(200).optional().describe('Part of a name or short name, or an id'),
    }),
    answers: { 200: z.object({ data: z.array(PlacementLine), next: z.null() }) },
    async handle(ctx) {
      const lines = await listTenants(ctx.services.authPool, ctx.query.find, MOST)
      return {
        data: lines.map(line => ({ ...line, created_at: new Date(line.created_at).toISOString() })),
        next: null,
      }
    },
  }),
]
