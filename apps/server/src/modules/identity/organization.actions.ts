import { type TenantId, tenantId } from '@lettershop/tenant-router'
import { createOrganizationHome } from '#modules/tenancy/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { Services } from '#platform/services.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'
import { isSlug, slugCandidates, slugFrom } from './slug.ts'

export interface NewOrganization {
  readonly name: string
  /** Short name in addresses. Made from the name when absent; then a taken one gets a number. */
  readonly slug?: string | undefined
  readonly ownerId: string
  readonly region?: string | undefined
  /** Data source that takes it; the emptiest shared one of the region when absent. */
  readonly source?: string | undefined
  readonly currency?: string | undefined
  readonly timeZone?: string | undefined
  readonly units?: 'imperial' | 'metric' | undefined
  readonly mode?: 'live' | 'test' | undefined
  readonly requestId?: string | undefined
}

export interface CreatedOrganization {
  readonly id: TenantId
  readonly slug: string
  readonly name: string
  readonly routeKey: string
}

/**
 * Makes an organization that is usable at once: the row, its owner, its placement and its route key in one
 * transaction, then its home in the tenant database, then `ready_at`, before which nobody sees it. A home that cannot
 * be made takes the rest away again, so that nothing half made stays and the same call may be repeated.
 * @throws {AppError} `already_exists` for a slug that was asked for and is taken, `no_room`, `unavailable`
 */
export async function createOrganization(
  services: Services,
  wish: NewOrganization,
): Promise<CreatedOrganization> {
  const created = await inTransaction(services.authPool, async tx => {
    await removeHalfMade(tx)
    const { id, slug } = await insertOrganization(tx, wish)
    await tx.query("insert into identity.member (organization_id, user_id, role) values ($1, $2, 'owner')", [
      id,
      wish.ownerId,
    ])
    const { routeKey } = await createOrganizationHome(tx, id, wish.region ?? 'default', wish.source)
    await recordControl(tx, {
      tenantId: id,
      actor: { id: wish.ownerId, kind: 'user', ...(wish.requestId ? { requestId: wish.requestId } : {}) },
      action: 'organization.create',
      resource: 'identity.organization',
      resourceId: id,
    })
    return { id: tenantId(id), slug, name: wish.name, routeKey }
  })
  try {
    await services.router.settle(created.id)
    await services.authPool.query('update identity.organization set ready_at = now() where id = $1', [
      created.id,
    ])
  } catch (error) {
    await services.authPool.query('delete from identity.organization where id = $1', [created.id])
    throw error
  }
  return created
}

/** What a process left that was killed between the organization's row and its home. Nobody has seen it. */
async function removeHalfMade(tx: AuthConnection): Promise<void> {
  await tx.query(
    "delete from identity.organization where ready_at is null and created_at < now() - interval '5 minutes'",
  )
}

async function insertOrganization(
  tx: AuthConnection,
  wish: NewOrganization,
): Promise<{ id: string; slug: string }> {
  if (wish.slug !== undefined && !isSlug(wish.slug))
    throw new AppError('validation_failed', {
      fields: [
        { path: 'slug', code: 'reserved', message: 'This short name cannot be used; choose another one.' },
      ],
    })
  const candidates = wish.slug === undefined ? slugCandidates(slugFrom(wish.name)) : [wish.slug]
  for (const slug of candidates) {
    // Not "look, then insert": somebody else may take the name in between.
    const { rows } = await tx.query<{ id: string }>(
      `insert into identity.organization (name, slug, region, currency, time_zone, units, mode)
       values ($1, $2, coalesce($3, 'default'), coalesce($4, 'USD'), coalesce($5, 'America/New_York'),
               coalesce($6, 'imperial'), coalesce($7, 'live'))
       on conflict (slug) do nothing returning id`,
      [wish.name, slug, wish.region, wish.currency, wish.timeZone, wish.units, wish.mode],
    )
    if (rows[0]) return { id: rows[0].id, slug }
  }
  throw new AppError('already_exists', {
    message: 'An organization with this short name exists already.',
    param: 'slug',
  })
}
