import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { DataRecord } from '@lettershop/print-engine'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { type AssetReader, printing } from '#modules/design/index.ts'
import type { JobRun } from '#platform/jobs/index.ts'
import { JobLost } from '#platform/jobs/index.ts'
import { type PutResult, storageKey } from '#platform/storage/index.ts'
import type { Frozen } from '../campaign.queries.ts'
import { type GenerationRun, holdGenerating } from './run.queries.ts'

/** One print file of a campaign: the pieces from `first` to `last`. */
export interface Part {
  readonly number: number
  readonly first: number
  readonly last: number
}

/** Pieces that travel to the rendering thread at once. */
const WINDOW = 500

/**
 * Draws the pieces of one part into a stored file, then records it. Memory stays flat: pieces come from the database
 * in windows, the file goes to the storage as it grows. After a crash a part is there whole or is drawn again.
 * @param onPieces told how many pieces were handed over so far
 */
export async function printPart(
  job: Pick<JobRun, 'withTenant' | 'services' | 'tenantId' | 'signal'>,
  run: GenerationRun,
  frozen: Frozen,
  name: string,
  part: Part,
  assets: AssetReader,
  onPieces: (count: number) => void,
): Promise<void> {
  const key = storageKey(job.tenantId, 'print')
  const numbers: number[] = []
  const { summary, stored } = await draw(job, key, frozen, assets, async () => {
    const after = numbers.at(-1) ?? part.first - 1
    const window = await job.withTenant(tx => tx.rows(selectPieces(run.campaign_id, after, part.last)), {
      readOnly: true,
    })
    numbers.push(...window.map(piece => piece.piece_number))
    onPieces(numbers.length)
    return window.map(piece => piece.variables)
  })
  const skipped = summary.skipped.map(({ index, reason }) => ({ number: numbers[index], reason }))
  try {
    await job.withTenant(async tx => {
      const held = await tx.rows(holdGenerating(run.campaign_id))
      if (held.length === 0) throw new JobLost('cancelled')
      await tx.batch([
        recordFile(run, frozen.engine_version, part, summary, stored, key, name),
        sql`
          update campaigns.campaign_recipient piece set status = 'skipped', skip_reason = left(left_out.reason, 300)
          from unnest(${skipped.map(one => one.number)}::bigint[], ${skipped.map(one => one.reason)}::text[])
            as left_out (number, reason)
          where piece.tenant_id = platform.tenant_id() and piece.campaign_id = ${run.campaign_id}
            and piece.piece_number = left_out.number`,
      ])
    })
  } catch (error) {
    await job.services.storage.remove(key)
    throw error
  }
}

type Drawn = {
  readonly summary: Awaited<ReturnType<typeof printing.run<'print'>>>
  readonly stored: PutResult
}

/** Lets the rendering thread write into the storage, no faster than the storage takes it. */
async function draw(
  { services, signal }: Pick<JobRun, 'services' | 'signal'>,
  key: string,
  frozen: Frozen,
  asset: AssetReader,
  records: () => Promise<readonly DataRecord[]>,
): Promise<Drawn> {
  const pipe = new PassThrough({ highWaterMark: 1_048_576 })
  const storing = services.storage.put(key, pipe, { signal })
  // Awaited below; until then a full disk shows itself through the chunk that waits.
  storing.catch(() => {})
  const chunk = async (bytes: Uint8Array) => {
    if (!pipe.write(bytes)) await Promise.race([once(pipe, 'drain'), storing])
  }
  try {
    const summary = await printing.run(
      'print',
      { document: frozen.design_snapshot },
      { asset, records, chunk },
      { signal },
    )
    pipe.end()
    return { summary, stored: await storing }
  } catch (error) {
    pipe.destroy(error instanceof Error ? error : undefined)
    await storing.catch(() => {})
    throw error
  }
}

function selectPieces(
  campaignId: string,
  after: number,
  last: number,
): SqlFragment<{ piece_number: number; variables: DataRecord }> {
  return sql<{ piece_number: number; variables: DataRecord }>`
    select piece_number, variables from campaigns.campaign_recipient
    where tenant_id = platform.tenant_id() and campaign_id = ${campaignId}
      and piece_number > ${after} and piece_number <= ${last}
    order by piece_number limit ${WINDOW}`.named('campaigns.pieces.window')
}

function recordFile(
  run: GenerationRun,
  engineVersion: string,
  part: Part,
  summary: Drawn['summary'],
  stored: PutResult,
  key: string,
  name: string,
): SqlFragment<unknown> {
  return sql`
    with file as (
      insert into platform.file (storage_key, name, media_type, bytes, sha256, purpose, created_by)
      values (${key}, ${name}, 'application/pdf', ${stored.bytes}, ${stored.sha256}, 'print', platform.actor_id())
      returning id
    )
    insert into campaigns.print_file
      (campaign_id, generation_run_id, part, file_id, first_piece, last_piece, records, pages, sha256, engine_version)
    select ${run.campaign_id}::uuid, ${run.id}::uuid, ${part.number}::integer, file.id, ${part.first}::bigint,
           ${part.last}::bigint, ${summary.records}::bigint, ${summary.pages}::bigint, ${stored.sha256}::text,
           ${engineVersion}::text
    from file`
}
