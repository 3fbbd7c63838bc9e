import { assignableRoles, type Role } from '@lettershop/contracts/permissions'
import { AppError } from '#platform/errors/app-error.ts'
import type { RequestActor, RequestOrganization } from '#platform/http/context.ts'
import type { Services } from '#platform/services.ts'
import { KEY_PREFIX, type KeyMetadata, readKeyMetadata } from './api-key.ts'
import { authOf } from './auth-of.ts'
import { recordControl } from './control-audit.ts'
import { inTransaction } from './database.ts'

export interface KeyListRow {
  readonly id: string
  readonly name: string
  readonly start: string
  readonly role: Role
  readonly created_by: string
  readonly enabled: boolean
  readonly expires_at: Date | null
  readonly last_used_at: Date | null
  readonly created_at: Date
}

type StoredKey = Omit<KeyListRow, keyof KeyMetadata> & { readonly metadata: string | null }

const COLUMNS = 'id, name, start, metadata, enabled, expires_at, last_request as last_used_at, created_at'

/** Keys of an organization, newest first; never a key itself or its hash. */
export async function listKeys(services: Services, organizationId: string): Promise<KeyListRow[]> {
  const { rows } = await services.authPool.query<StoredKey>(
    `select ${COLUMNS} from identity.apikey where reference_id = $1 order by id desc limit 1000`,
    [organizationId],
  )
  return rows.flatMap(({ metadata, ...row }) => {
    const known = readKeyMetadata(metadata)
    return known ? [{ ...row, ...known }] : []
  })
}

/**
 * Makes a key. better-auth draws it and stores its hash; this is the only moment at which the key can be read.
 * @throws {AppError} `forbidden` for a role that its maker may not give
 */
export async function createKey(
  services: Services,
  organization: RequestOrganization,
  maker: RequestActor & { readonly id: string },
  wish: { readonly name: string; readonly role: Role; readonly expiresInDays?: number | undefined },
): Promise<KeyListRow & { readonly key: string }> {
  if (!assignableRoles(maker.role).includes(wish.role))
    throw new AppError('forbidden', {
      message: `Your role does not allow to make a key with the role ${wish.role}.`,
    })
  const { key, id } = await authOf(services).api.createApiKey({
    body: {
      organizationId: organization.id,
      userId: maker.id,
      name: wish.name,
      prefix: KEY_PREFIX[organization.mode],
      metadata: { role: wish.role, created_by: maker.id } satisfies KeyMetadata,
      ...(wish.expiresInDays === undefined ? {} : { expiresIn: wish.expiresInDays * 86_400 }),
    },
  })
  try {
    await recordControl(services.authPool, {
      tenantId: organization.id,
      actor: maker,
      action: 'api_key.create',
      resource: 'identity.apikey',
      resourceId: id,
      detail: { role: wish.role },
    })
  } catch (error) {
    // A key that the audit does not know must not be.
    await services.authPool.query('delete from identity.apikey where id = $1', [id])
    throw error
  }
  const row = (await listKeys(services, organization.id)).find(one => one.id === id)
  if (!row) throw new Error('a key that was just made is not in the list')
  return { ...row, key }
}

/** Revokes a key at once and for good. @throws {AppError} `not_found` */
export async function revokeKey(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  id: string,
): Promise<void> {
  await inTransaction(services.authPool, async tx => {
    const { rowCount } = await tx.query('delete from identity.apikey where id = $1 and reference_id = $2', [
      id,
      organization.id,
    ])
    if (rowCount !== 1) throw new AppError('not_found')
    await recordControl(tx, {
      tenantId: organization.id,
      actor,
      action: 'api_key.delete',
      resource: 'identity.apikey',
      resourceId: id,
    })
  })
}
