import { type ColumnMapping, type FileFacts, recipientList } from '@lettershop/contracts'
import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import { columnsOf } from '#platform/resources/statements.ts'

/** A list as its resource shows it. */
export interface ListRow {
  [column: string]: unknown
  id: string
  name: string
  status: string
  file_id: string | null
  file_facts: FileFacts | null
  column_mapping: ColumnMapping | null
  rejects_file_id: string | null
  job_id: string | null
}

const shown = columnsOf(recipientList)

/** One list; with `lock` held until the transaction ends. */
export function selectList(id: string, lock = false): SqlFragment<ListRow> {
  return sql<ListRow>`
    select ${shown} from audience.recipient_list
    where tenant_id = platform.tenant_id() and id = ${id} and deleted_at is null ${lock ? sql`for update` : sql``}`
}

/** Makes the list of an uploaded file, waiting for its mapping. */
export function insertUploadedList(list: {
  name: string
  fileId: string
  facts: FileFacts
  mapping: ColumnMapping
}): SqlFragment<ListRow> {
  return sql<ListRow>`
    insert into audience.recipient_list (name, source, status, file_id, file_facts, column_mapping, created_by, updated_by)
    values (${list.name}, 'upload', 'mapping', ${list.fileId}, ${json(list.facts)}, ${json(list.mapping)},
            platform.actor_id(), platform.actor_id())
    returning ${shown}`
}

/** Replaces what was found of the file, and the mapping with it. */
export function updateFacts(id: string, facts: FileFacts, mapping: ColumnMapping): SqlFragment<ListRow> {
  return sql<ListRow>`
    update audience.recipient_list
    set file_facts = ${json(facts)}, column_mapping = ${json(mapping)}, updated_by = platform.actor_id()
    where tenant_id = platform.tenant_id() and id = ${id}
    returning ${shown}`
}

/** Gives the list to an import job, which begins at the first row. */
export function beginImport(id: string, jobId: string): SqlFragment<unknown> {
  return sql`
    update audience.recipient_list
    set status = 'importing', job_id = ${jobId}, import_cursor = null, rejects_file_id = null,
        recipient_count = 0, rejected_count = 0, duplicate_count = 0, updated_by = platform.actor_id()
    where tenant_id = platform.tenant_id() and id = ${id}`
}

/** Whether the job that has the list may still run. */
export function jobIsOpen(jobId: string): SqlFragment<{ open: boolean }> {
  return sql<{ open: boolean }>`
    select exists (select from platform.job where tenant_id = platform.tenant_id() and id = ${jobId}
                   and state in ('queued', 'running')) as open`
}

/** Campaigns that were made from the list. Asked by table, not through the campaigns module, which builds on this one. */
export function campaignsOfList(id: string): SqlFragment<{ name: string }> {
  return sql<{ name: string }>`
    select name from campaigns.campaign
    where tenant_id = platform.tenant_id() and recipient_list_id = ${id} and deleted_at is null
    order by id desc limit 3`
}

/** The first recipients of a list, for samples of its variables. */
export function sampleRecipients(
  listId: string,
  most: number,
): SqlFragment<{ [column: string]: unknown; fields: Record<string, unknown> }> {
  return sql<{ [column: string]: unknown; fields: Record<string, unknown> }>`
    select first_name, last_name, company, email, phone, address_line1, address_line2, city, state, postal_code, country, fields
    from audience.recipient
    where tenant_id = platform.tenant_id() and list_id = ${listId} and deleted_at is null
    order by id limit ${most}`
}
