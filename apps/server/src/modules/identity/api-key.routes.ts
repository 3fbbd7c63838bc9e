import { z } from 'zod'
import { Reply } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { createKey, type KeyListRow, listKeys, revokeKey } from './api-key.actions.ts'
import { requirePerson } from './require-person.ts'
import { ById, iso, listOf, Name, RoleName, Time } from './shapes.ts'

const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  start: z.string().describe('First characters, to tell keys apart'),
  role: RoleName,
  created_by: z.uuid(),
  enabled: z.boolean(),
  expires_at: Time.nullable(),
  last_used_at: Time.nullable(),
  created_at: Time,
})

const shown = (row: KeyListRow) => ({
  ...row,
  expires_at: row.expires_at && iso(row.expires_at),
  last_used_at: row.last_used_at && iso(row.last_used_at),
  created_at: iso(row.created_at),
})

export const apiKeyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/api-keys',
    operation: 'listApiKeys',
    tag: 'api keys',
    summary: 'API keys of the organization',
    access: { resource: 'api_key', action: 'read' },
    answers: { 200: listOf(ApiKey) },
    handle: async ctx => ({
      data: (await listKeys(ctx.services, ctx.organization.id)).map(shown),
      next: null,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/orgs/{org}/api-keys',
    operation: 'createApiKey',
    tag: 'api keys',
    summary: 'Make an API key; the answer shows it once',
    access: { resource: 'api_key', action: 'create' },
    body: z.strictObject({
      name: Name,
      role: RoleName,
      expires_in_days: z.number().int().min(1).max(3650).optional(),
    }),
    budget: { limit: 60, seconds: 3600 },
    answers: { 201: ApiKey.extend({ key: z.string() }) },
    async handle(ctx) {
      const maker = { ...ctx.actor, id: requirePerson(ctx.actor) }
      const { name, role, expires_in_days: expiresInDays } = ctx.body
      const { key, ...row } = await createKey(ctx.services, ctx.organization, maker, {
        name,
        role,
        expiresInDays,
      })
      const body = { ...shown(row), key }
      // Without a body of its own the answer is not kept for the Idempotency-Key: a kept key could be read again.
      return new Reply({
        status: 201,
        headers: { 'cache-control': 'no-store' },
        sender: reply => reply.send(body),
      })
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/orgs/{org}/api-keys/{id}',
    operation: 'revokeApiKey',
    tag: 'api keys',
    summary: 'Revoke an API key',
    access: { resource: 'api_key', action: 'delete' },
    params: ById,
    answers: {},
    handle: ctx => revokeKey(ctx.services, ctx.organization, ctx.actor, ctx.params.id),
  }),
]
