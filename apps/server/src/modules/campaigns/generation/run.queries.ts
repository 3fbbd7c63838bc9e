import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { Inspection } from '#modules/design/index.ts'
import type { Frozen } from '../campaign.queries.ts'

/** How far a generation has come. */
export interface GenerationRun {
  readonly id: string
  readonly campaign_id: string
  readonly last_recipient_id: string | null
  readonly pieces: number
  readonly skipped: number
  readonly pieces_finished_at: string | null
  readonly finished_at: string | null
}

const columns = sql`id, campaign_id, last_recipient_id, pieces, skipped, pieces_finished_at, finished_at`

export function insertRun(campaignId: string, jobId: string): SqlFragment<unknown> {
  return sql`insert into campaigns.generation_run (campaign_id, job_id) values (${campaignId}, ${jobId})`
}

export function selectRun(jobId: string): SqlFragment<GenerationRun> {
  return sql<GenerationRun>`
    select ${columns} from campaigns.generation_run
    where tenant_id = platform.tenant_id() and job_id = ${jobId}`
}

/** The run, locked: batches of one run follow each other. */
export function lockRun(runId: string): SqlFragment<GenerationRun> {
  return sql<GenerationRun>`
    select ${columns} from campaigns.generation_run
    where tenant_id = platform.tenant_id() and id = ${runId} for update`.named('campaigns.run.lock')
}

/** Finds the campaign only while it generates, and keeps a cancel waiting until the batch is written. */
export function holdGenerating(campaignId: string): SqlFragment<{ id: string }> {
  return sql<{ id: string }>`
    select id from campaigns.campaign
    where tenant_id = platform.tenant_id() and id = ${campaignId} and status = 'generating' for share`.named(
    'campaigns.campaign.hold',
  )
}

export function advanceRun(
  runId: string,
  to: { lastRecipientId: string | null; pieces: number; skipped: number; finished: boolean },
): SqlFragment<unknown> {
  return sql`
    update campaigns.generation_run
    set last_recipient_id = coalesce(${to.lastRecipientId}::uuid, last_recipient_id), pieces = ${to.pieces},
        skipped = ${to.skipped}, pieces_finished_at = case when ${to.finished}::boolean then now() end
    where tenant_id = platform.tenant_id() and id = ${runId}`.named('campaigns.run.advance')
}

/** Freezes design, mapping and assets into the campaign: what is printed from now on depends on nothing else. */
export function freeze(
  campaignId: string,
  design: Pick<Inspection, 'document'>,
  frozen: Pick<Frozen, 'variable_mappings_snapshot' | 'assets_snapshot' | 'engine_version'>,
): SqlFragment<unknown> {
  return sql`
    update campaigns.campaign
    set design_snapshot = ${json(design.document)}, variable_mappings_snapshot = ${json(frozen.variable_mappings_snapshot)},
        assets_snapshot = ${json(frozen.assets_snapshot)}, engine_version = ${frozen.engine_version},
        total_recipients = 0, generated = 0, skipped = 0
    where tenant_id = platform.tenant_id() and id = ${campaignId}`
}

/** People on a list: the whole that progress is measured against. */
export function countRecipients(listId: string): SqlFragment<{ people: number }> {
  return sql<{ people: number }>`
    select count(*) as people from audience.recipient
    where tenant_id = platform.tenant_id() and list_id = ${listId} and deleted_at is null`
}
