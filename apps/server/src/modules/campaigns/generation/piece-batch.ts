import type { VariableMapping } from '@lettershop/contracts'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { type Person, personColumns, valuesFor } from '#modules/design/index.ts'
import type { LinkMethod } from '#modules/tracking/codes/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { JobLost } from '#platform/jobs/index.ts'
import { MOST_SEEDS, pieceIds } from './piece-ids.ts'
import { advanceRun, type GenerationRun, holdGenerating, lockRun } from './run.queries.ts'

/** What all pieces of a campaign have in common. */
export interface PieceRecipe {
  readonly campaignId: string
  readonly listId: string
  /** People of one transaction. */
  readonly batch: number
  readonly mapping: VariableMapping
  readonly method: LinkMethod
  readonly codeOf: (pieceNumber: number) => string
  readonly urlOf: (code: string) => string
  readonly now: () => Date
}

interface Recipient extends Person {
  readonly id: string | null
  readonly is_seed: boolean
  readonly skip: string | null
}

interface Piece {
  readonly recipient: Recipient
  readonly number: number | null
  readonly code: string | null
  readonly variables: string
}

/**
 * Makes the pieces of the next people on the list, their links, and moves the run on, in one transaction: after a
 * crash the batch is there whole or not at all. The last batch adds the seed addresses.
 * @returns the run as it is afterwards
 * @throws {JobLost} when the campaign is no longer being generated
 */
export async function makeBatch(
  tx: TenantTx,
  run: GenerationRun,
  recipe: PieceRecipe,
): Promise<GenerationRun> {
  const [locked, held, people] = await tx.batch([
    lockRun(run.id),
    holdGenerating(recipe.campaignId),
    selectPeople(recipe, run.last_recipient_id),
  ])
  if (held.rows.length === 0) throw new JobLost('cancelled')
  if (locked.rows[0]?.last_recipient_id !== run.last_recipient_id) throw new JobLost('taken')
  const isLast = people.rows.length < recipe.batch
  const recipients = isLast ? [...people.rows, ...(await seeds(tx))] : people.rows
  const pieces = toPieces(recipients, run.pieces, recipe)
  const made = pieces.filter(piece => piece.number !== null).length
  const next: GenerationRun = {
    ...run,
    last_recipient_id: people.rows.at(-1)?.id ?? run.last_recipient_id,
    pieces: run.pieces + made,
    skipped: run.skipped + pieces.length - made,
    pieces_finished_at: isLast ? recipe.now().toISOString() : null,
  }
  if (isLast && !pieces.some(isRealPiece) && next.pieces - made === 0) throw new AppError('campaign_empty')
  const ids = pieceIds(pieces.length, recipe.now())
  await tx.batch([
    insertPieces(ids, pieces, recipe),
    insertLinks(ids, pieces, recipe),
    advanceRun(run.id, {
      lastRecipientId: next.last_recipient_id,
      pieces: next.pieces,
      skipped: next.skipped,
      finished: isLast,
    }),
  ])
  return next
}

const isRealPiece = (piece: Piece) => piece.number !== null && piece.recipient.id !== null

const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * The next people after the last one, with the reason why somebody gets no piece: suppressed, the same person as
 * somebody suppressed (a list often holds people twice), or known not to be reachable.
 */
function selectPeople(
  { listId, batch }: PieceRecipe,
  after: string | null,
): SqlFragment<Recipient & { id: string }> {
  return sql<Recipient & { id: string }>`
    select id, is_seed, ${personColumns},
      case
        when suppressed_at is not null then 'suppressed: ' || coalesce(suppression_reason, 'no reason given')
        when duplicate_key is not null and exists (
          select from audience.recipient twin
          where twin.tenant_id = platform.tenant_id() and twin.list_id = recipient.list_id
            and twin.duplicate_key = recipient.duplicate_key and twin.suppressed_at is not null
            and twin.deleted_at is null
        ) then 'the same person is suppressed under another entry'
        when address_status = 'undeliverable' then 'the address is undeliverable'
      end as skip
    from audience.recipient
    where tenant_id = platform.tenant_id() and list_id = ${listId} and id > ${after ?? FIRST} and deleted_at is null
    order by id limit ${batch}`.named('campaigns.people')
}

function seeds(tx: TenantTx): Promise<Recipient[]> {
  return tx.rows(sql<Recipient>`
    select null as id, true as is_seed, null as skip, coalesce(first_name, name) as first_name, last_name, company, email,
           null as phone, address_line1, address_line2, city, state, postal_code, country, '{}'::jsonb as fields
    from audience.seed_address where tenant_id = platform.tenant_id() and active order by id limit ${MOST_SEEDS}`)
}

function toPieces(recipients: readonly Recipient[], before: number, recipe: PieceRecipe): Piece[] {
  let number = before
  return recipients.map(recipient => {
    const values = valuesFor(recipient, recipe.mapping)
    if (recipient.skip !== null)
      return { recipient, number: null, code: null, variables: JSON.stringify(values) }
    number++
    const code = recipe.codeOf(number)
    const tracking = { tracking_code: code, tracking_url: recipe.urlOf(code) }
    return { recipient, number, code, variables: JSON.stringify({ ...values, ...tracking }) }
  })
}

function insertPieces(
  ids: readonly string[],
  pieces: readonly Piece[],
  { campaignId }: PieceRecipe,
): SqlFragment<unknown> {
  return sql`
    insert into campaigns.campaign_recipient
      (id, campaign_id, recipient_id, piece_number, tracking_code, variables, postal_code, is_seed, status, skip_reason)
    select id, ${campaignId}::uuid, recipient_id, piece_number, tracking_code, variables::jsonb, postal_code, is_seed,
           case when skip_reason is null then 'generated' else 'skipped' end, skip_reason
    from unnest(
      ${ids}::uuid[], ${pieces.map(p => p.recipient.id)}::uuid[], ${pieces.map(p => p.number)}::bigint[],
      ${pieces.map(p => p.code)}::text[], ${pieces.map(p => p.variables)}::text[],
      ${pieces.map(p => p.recipient.postal_code)}::text[], ${pieces.map(p => p.recipient.is_seed)}::boolean[],
      ${pieces.map(p => p.recipient.skip)}::text[]
    ) as piece (id, recipient_id, piece_number, tracking_code, variables, postal_code, is_seed, skip_reason)`.named(
    'campaigns.pieces.insert',
  )
}

function insertLinks(
  ids: readonly string[],
  pieces: readonly Piece[],
  { campaignId, method }: PieceRecipe,
): SqlFragment<unknown> {
  const withCode = pieces.flatMap((piece, i) =>
    piece.code === null ? [] : [{ code: piece.code, id: ids[i] }],
  )
  return sql`
    insert into tracking.link (code, campaign_id, campaign_recipient_id, method)
    select code, ${campaignId}::uuid, piece_id, ${method}
    from unnest(${withCode.map(one => one.code)}::text[], ${withCode.map(one => one.id)}::uuid[]) as link (code, piece_id)`.named(
    'campaigns.links.insert',
  )
}
