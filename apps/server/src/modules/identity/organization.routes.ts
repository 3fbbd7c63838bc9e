import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'
import { createOrganization } from './organization.actions.ts'
import { requirePerson } from './require-person.ts'
import { Currency, iso, Name, Organization, Slug, TimeZone, Units } from './shapes.ts'
import { isSlug } from './slug.ts'

const COLUMNS = 'id, slug, name, region, currency, time_zone, units, mode, created_at'

export const NewOrganizationBody = z.strictObject({
  name: Name,
  slug: Slug.optional(),
  currency: Currency.optional(),
  time_zone: TimeZone.optional(),
  units: Units.optional(),
})

const Changes = z
  .strictObject({ name: Name, slug: Slug, currency: Currency, time_zone: TimeZone, units: Units })
  .partial()
  .refine(changes => Object.keys(changes).length > 0, 'Name at least one field to change.')

type OrganizationRow = Omit<z.output<typeof Organization>, 'created_at'> & { created_at: Date }

const shown = (row: OrganizationRow) => ({ ...row, created_at: iso(row.created_at) })

async function readOrganization(services: Services, id: string): Promise<OrganizationRow> {
  const { rows } = await services.authPool.query<OrganizationRow>(
    `select ${COLUMNS} from identity.organization where id = $1`,
    [id],
  )
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

async function updateOrganization(
  tx: AuthConnection,
  id: string,
  changes: z.output<typeof Changes>,
): Promise<OrganizationRow> {
  const { name, slug, currency, time_zone, units } = changes
  if (slug !== undefined) {
    if (!isSlug(slug))
      throw new AppError('validation_failed', {
        fields: [
          { path: 'slug', code: 'reserved', message: 'This short name cannot be used; choose another one.' },
        ],
      })
    const { rows } = await tx.query('select from identity.organization where slug = $1 and id <> $2', [
      slug,
      id,
    ])
    if (rows.length > 0)
      throw new AppError('already_exists', {
        message: 'An organization with this short name exists already.',
        param: 'slug',
      })
  }
  const { rows } = await tx.query<OrganizationRow>(
    `update identity.organization set name = coalesce($2, name), slug = coalesce($3, slug),
       currency = coalesce($4, currency), time_zone = coalesce($5, time_zone), units = coalesce($6, units),
       updated_at = now()
     where id = $1 returning ${COLUMNS}`,
    [id, name, slug, currency, time_zone, units],
  )
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

export const organizationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/orgs',
    operation: 'createOrganization',
    tag: 'organizations',
    summary: 'Make another organization',
    access: 'signed_in',
    body: NewOrganizationBody,
    budget: { limit: 10, seconds: 3600 },
    answers: { 201: Organization },
    async handle(ctx) {
      const { time_zone: timeZone, ...wish } = ctx.body
      const ownerId = requirePerson(ctx.actor)
      const { id } = await createOrganization(ctx.services, {
        ...wish,
        timeZone,
        ownerId,
        requestId: ctx.requestId,
      })
      return ctx.reply(201, shown(await readOrganization(ctx.services, id)))
    },
  }),
  route({
    method: 'GET',
    path: '/v1/orgs/{org}',
    operation: 'getOrganization',
    tag: 'organizations',
    summary: 'The organization and its settings',
    access: { resource: 'organization', action: 'read' },
    answers: { 200: Organization },
    handle: async ctx => shown(await readOrganization(ctx.services, ctx.organization.id)),
  }),
  route({
    method: 'PATCH',
    path: '/v1/orgs/{org}',
    operation: 'updateOrganization',
    tag: 'organizations',
    summary: 'Change name, short name, currency, time zone, units',
    access: { resource: 'organization', action: 'update' },
    body: Changes,
    answers: { 200: Organization },
    handle: ctx =>
      inTransaction(ctx.services.authPool, async tx => {
        const row = await updateOrganization(tx, ctx.organization.id, ctx.body)
        await recordControl(tx, {
          tenantId: row.id,
          actor: ctx.actor,
          action: 'organization.update',
          resource: 'identity.organization',
          resourceId: row.id,
          detail: { fields: Object.keys(ctx.body) },
        })
        return shown(row)
      }),
  }),
]
