import {
  type ColumnMapping,
  type FileFacts,
  type ImportReport,
  RECIPIENT_COLUMNS,
} from '@lettershop/contracts'
import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { RecipientRow } from './row.ts'
import type { ImportCursor } from './tally.ts'

/** What an import needs to know of its list. */
export interface ImportedList {
  id: string
  status: string
  job_id: string | null
  file_facts: FileFacts
  column_mapping: ColumnMapping
  import_cursor: ImportCursor | null
  storage_key: string
  name: string
}

/** The list that a job imports into, locked. Nothing when another job has it or the list was deleted. */
export function listOfImport(listId: string, jobId: string): SqlFragment<ImportedList> {
  return sql<ImportedList>`
    select l.id, l.status, l.job_id, l.file_facts, l.column_mapping, l.import_cursor, f.storage_key, l.name
    from audience.recipient_list l join platform.file f on f.tenant_id = l.tenant_id and f.id = l.file_id
    where l.tenant_id = platform.tenant_id() and l.id = ${listId} and l.job_id = ${jobId} and l.deleted_at is null
    for update of l`
}

/** Removes some of what an earlier, unfinished import left. @returns through its count how many */
export function removeImported(listId: string, most: number): SqlFragment<unknown> {
  return sql`
    delete from audience.recipient where tenant_id = platform.tenant_id() and list_id = ${listId} and id = any(
      array(select id from audience.recipient where tenant_id = platform.tenant_id() and list_id = ${listId}
            and record_number is not null order by id limit ${most}))`
}

/** Stores how far the import is, with its figures. The count is added to: recipients may be deleted meanwhile. */
export function saveCursor(listId: string, cursor: ImportCursor, insertedNow: number): SqlFragment<unknown> {
  const { rejected, duplicates } = cursor.report
  return sql`
    update audience.recipient_list
    set import_cursor = ${json(cursor)}, status = 'importing', rejected_count = ${rejected}, duplicate_count = ${duplicates},
        recipient_count = recipient_count + ${insertedNow}
    where tenant_id = platform.tenant_id() and id = ${listId}`.named('audience.import.save_cursor')
}

/** Ends the import: the account is kept with the facts of the file. */
export function finishImport(
  listId: string,
  report: ImportReport,
  rejectsFileId: string | null,
): SqlFragment<unknown> {
  return sql`
    update audience.recipient_list
    set status = 'ready', rejects_file_id = ${rejectsFileId},
        file_facts = file_facts || jsonb_build_object('report', ${json(report)}::jsonb)
    where tenant_id = platform.tenant_id() and id = ${listId}`
}

/**
 * Says on the list how an import ended that did not come to its end. Only where the job itself says so, or it is
 * still this job that has the list: a newer one is left alone.
 */
export function markUnfinished(listId: string, jobId: string, failed: boolean): SqlFragment<unknown> {
  return sql`
    update audience.recipient_list l
    set status = case when j.state = 'cancelled' or j.cancel_requested_at is not null then 'cancelled' else 'failed' end
    from platform.job j
    where l.tenant_id = platform.tenant_id() and l.id = ${listId} and l.status = 'importing' and l.job_id = ${jobId}
      and j.tenant_id = l.tenant_id and j.id = l.job_id
      and (j.state = 'cancelled' or j.cancel_requested_at is not null or ${failed})`
}

export interface NewRecipient {
  readonly row: RecipientRow
  readonly suppressionReason: string | null
}

/**
 * Inserts a batch in one statement and gives back a row for each that was new: with `keepDuplicates` all of them,
 * else those whose duplicate key is not on the list yet. Within the batch keys must differ already.
 */
export function insertRecipients(
  listId: string,
  batch: readonly NewRecipient[],
  keepDuplicates: boolean,
): SqlFragment<{ suppressed: boolean }> {
  const text = (values: readonly (string | null)[]) => sql`${values}::text[]`
  const of = (pick: (one: NewRecipient) => string | null | undefined) =>
    text(batch.map(one => pick(one) ?? null))
  const columns = RECIPIENT_COLUMNS.map(column => of(({ row }) => row.person[column]))
  const names = RECIPIENT_COLUMNS.map(column => sql.identifier(column))
  // One look into the index for each row; as NOT EXISTS it becomes a hash join that reads the whole list for each
  // batch (150 ms instead of 50 at 100,000 recipients). `is true` keeps list_id out of the choice of an index:
  // migration 0008 says why.
  const isNew = keepDuplicates
    ? sql`true`
    : sql`(select true from audience.recipient there where there.tenant_id = platform.tenant_id()
          and there.duplicate_key = made.duplicate_key and (there.list_id = ${listId}) is true and there.deleted_at is null
          limit 1) is null`
  return sql<{ suppressed: boolean }>`
    insert into audience.recipient (list_id, record_number, ${sql.join(names, ', ')}, fields, email_norm, phone_norm,
      duplicate_key, suppression_reason, suppressed_at, origin, created_by)
    select ${listId}::uuid, made.record_number, ${sql.join(names, ', ')}, made.fields::jsonb, made.email_norm,
      made.phone_norm, made.duplicate_key, made.suppression_reason,
      case when made.suppression_reason is not null then now() end, 'upload', platform.actor_id()
    from unnest(${batch.map(({ row }) => row.record_number)}::bigint[], ${sql.join(columns, ', ')},
      ${of(({ row }) => JSON.stringify(row.fields))}, ${of(({ row }) => row.email_norm)}, ${of(({ row }) => row.phone_norm)},
      ${of(({ row }) => row.duplicate_key)}, ${of(one => one.suppressionReason)})
      as made (record_number, ${sql.join(names, ', ')}, fields, email_norm, phone_norm, duplicate_key, suppression_reason)
    where ${isNew}
    order by made.record_number
    on conflict (tenant_id, list_id, record_number) where record_number is not null do nothing
    returning suppressed_at is not null as suppressed`
}
