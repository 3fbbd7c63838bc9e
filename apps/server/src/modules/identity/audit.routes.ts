import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { type Route, route } from '#platform/http/route.ts'
import { Time } from './shapes.ts'

const Entry = z.object({
  id: z.uuid(),
  actor_id: z.uuid().nullable(),
  actor_kind: z.string(),
  action: z.string(),
  resource: z.string(),
  resource_id: z.string().nullable(),
  request_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  created_at: Time,
})

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/audit/control',
    operation: 'listControlAudit',
    tag: 'audit',
    summary: 'Who changed members, invitations, keys and settings, newest first',
    access: { resource: 'audit', action: 'read' },
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(50),
      cursor: z.uuid().optional().describe('`next` of the page before'),
    }),
    answers: { 200: z.object({ data: z.array(Entry), next: z.uuid().nullable() }) },
    async handle(ctx) {
      const { limit, cursor = null } = ctx.query
      const actor = { id: ctx.actor.id, role: ctx.actor.role, requestId: ctx.requestId }
      const { rows } = await ctx.services.control.query(
        ctx.organization.id,
        actor,
        sql<z.output<typeof Entry>>`
          select id, actor_id, actor_kind, action, resource, resource_id, request_id, detail, created_at
          from audit.entry
          where tenant_id = platform.tenant_id() and (${cursor}::uuid is null or id < ${cursor}::uuid)
          order by id desc limit ${limit + 1}`,
      )
      const data = rows.slice(0, limit)
      return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
    },
  }),
]
