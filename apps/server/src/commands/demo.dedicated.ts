import { withConnection } from '@lettershop/tenant-router'
import { createOrganization, userIdOf } from '../modules/identity/index.ts'
import { addOwnSource } from '../platform/db/add-source.ts'
import type { Installation } from '../platform/db/installation.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import type { Services } from '../platform/services.ts'

const SECOND = { name: 'Harbor & Pine', slug: 'harbor-pine' } as const
const SOURCE = 'harbor-pine'

/**
 * The demo's second organization, in a database of its own and without a campaign: the same person owns it, so that
 * people see both kinds of home. Does nothing where it is there.
 */
export async function ensureDedicatedDemo(
  services: Services,
  { server, installation }: { server: DatabaseServer; installation: Installation },
  ownerEmail: string,
): Promise<void> {
  const { rowCount } = await services.authPool.query(
    'select from identity.organization where slug = $1 and ready_at is not null',
    [SECOND.slug],
  )
  if (rowCount === 1) return
  await withConnection(installation.login('ops', installation.controlDatabase), control =>
    addOwnSource(control, server, installation, { name: SOURCE, kind: 'dedicated' }),
  )
  const ownerId = await userIdOf(services.authPool, ownerEmail)
  await createOrganization(services, { ...SECOND, ownerId, source: SOURCE })
}
