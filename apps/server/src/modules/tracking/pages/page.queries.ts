import { LandingPageDocument } from '@lettershop/contracts'
import type { DataRecord } from '@lettershop/print-engine'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { parseCode } from '../codes/index.ts'
import { resolveCodeIn } from '../scan/resolve-code.ts'

/** A published page as it is shown. */
export interface ShownPage {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly version: number
  readonly document: LandingPageDocument
}

/** The piece in a visitor's hand. */
export interface Piece {
  readonly code: string
  readonly campaign_id: string
  readonly campaign_recipient_id: string
  /** Landing page of the campaign. */
  readonly slug: string | null
  readonly is_seed: boolean
  readonly offer_code: string | null
  /** What was printed for this person; a page may say it too. */
  readonly values: DataRecord
}

interface PageRow {
  id: string
  slug: string
  title: string
  version: number
  document: unknown
}

const publishedPage = (slug: string): SqlFragment<PageRow> =>
  sql<PageRow>`
  select id, slug, title, version, document from tracking.landing_page
  where tenant_id = platform.tenant_id() and slug = ${slug} and status = 'published' and deleted_at is null`.named(
    'tracking.landing_page.by_slug',
  )

interface PieceRow {
  variables: Record<string, unknown>
  is_seed: boolean
  offer_code: string | null
}

const pieceById = (id: string): SqlFragment<PieceRow> =>
  sql<PieceRow>`
  select r.variables, r.is_seed, c.offer_code
  from campaigns.campaign_recipient r
  join campaigns.campaign c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
  where r.tenant_id = platform.tenant_id() and r.id = ${id}`.named('tracking.piece.by_id')

/** A published page, or undefined. A document that no longer fits its schema (moved in, or older) counts as none. */
export async function readPage(tx: TenantTx, slug: string): Promise<ShownPage | undefined> {
  const row = await tx.maybeRow(publishedPage(slug))
  if (!row) return undefined
  const document = LandingPageDocument.safeParse(row.document)
  return document.success ? { ...row, document: document.data } : undefined
}

/** The piece of a code, or undefined when the code is none (any more). */
export async function readPiece(services: Services, tx: TenantTx, code: string): Promise<Piece | undefined> {
  const written = parseCode(code)
  const found = written && (await resolveCodeIn(services, tx, written))
  const row = found && (await tx.maybeRow(pieceById(found.campaign_recipient_id)))
  if (!row) return undefined
  const { campaign_id, campaign_recipient_id, slug } = found
  return { code: written.code, campaign_id, campaign_recipient_id, slug, ...pieceFacts(row) }
}

function pieceFacts({
  variables,
  is_seed,
  offer_code,
}: PieceRow): Pick<Piece, 'is_seed' | 'offer_code' | 'values'> {
  return {
    is_seed,
    offer_code,
    values: { ...(offer_code === null ? {} : { offer_code }), ...plainValues(variables) },
  }
}

/** Values that a text can show. */
export function plainValues(variables: Record<string, unknown>): DataRecord {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  )
}
