import { type SqlFragment, sql, type TenantTx, tenantId } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { dayOf, openSealed, openSigned, type WrittenCode } from '../codes/index.ts'

/** The piece behind a code and the page that its campaign opens. */
export interface ResolvedCode {
  readonly campaign_id: string
  readonly campaign_recipient_id: string
  readonly landing_page_id: string | null
  /** Of the landing page; null where the campaign names none, or none that is published. */
  readonly slug: string | null
}

interface LinkRow extends ResolvedCode {
  readonly method: string
  readonly piece_number: number
  readonly honoured: boolean
}

const PUBLIC = { id: null, role: 'public' }

const selectLink = (code: string): SqlFragment<LinkRow> =>
  sql<LinkRow>`
  select l.campaign_id, l.campaign_recipient_id, l.method, r.piece_number, p.id as landing_page_id, p.slug,
         l.revoked_at is null and (l.expires_at is null or l.expires_at > now()) as honoured
  from tracking.link l
  join campaigns.campaign c on c.tenant_id = l.tenant_id and c.id = l.campaign_id
  join campaigns.campaign_recipient r on r.tenant_id = l.tenant_id and r.id = l.campaign_recipient_id
  left join tracking.landing_page p
    on p.tenant_id = c.tenant_id and p.id = c.landing_page_id and p.status = 'published' and p.deleted_at is null
  where l.tenant_id = platform.tenant_id() and l.code = ${code} and c.deleted_at is null`.named(
    'tracking.link.by_code',
  )

/**
 * Looks a code up, or undefined when it is unknown, forged, expired or revoked: the caller cannot tell which. A code
 * that carries its own payload stands in the table too, so that it can be revoked, and must say the same as its row.
 */
export async function resolveCodeIn(
  services: Services,
  tx: TenantTx,
  written: WrittenCode,
): Promise<ResolvedCode | undefined> {
  const row = await tx.maybeRow(selectLink(written.code))
  if (!row?.honoured || row.method !== written.method) return undefined
  if (written.method !== 'short' && !(await isGenuine(services, tx, written, row))) return undefined
  const { campaign_id, campaign_recipient_id, landing_page_id, slug } = row
  return { campaign_id, campaign_recipient_id, landing_page_id, slug }
}

/** The same in a transaction of its own. */
export async function resolveCode(
  services: Services,
  organization: string,
  written: WrittenCode,
): Promise<ResolvedCode | undefined> {
  return services.router.withTenant(
    tenantId(organization),
    PUBLIC,
    tx => resolveCodeIn(services, tx, written),
    { waitMs: 2_000, timeoutMs: 2_000 },
  )
}

async function isGenuine(
  services: Services,
  tx: TenantTx,
  written: WrittenCode,
  row: LinkRow,
): Promise<boolean> {
  const open = written.method === 'signed' ? openSigned : openSealed
  const purpose = written.method === 'signed' ? 'code_signing' : 'code_sealing'
  const { all } = await services.secrets.get(tx, purpose)
  const carried = open(written, all, tx.tenantId)
  if (carried?.campaignId !== row.campaign_id || carried.pieceNumber !== row.piece_number) return false
  return carried.lastDay === 0 || carried.lastDay >= dayOf(services.clock.now())
}
