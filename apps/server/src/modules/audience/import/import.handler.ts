import { type Actor, isRouterError, type TenantTx } from '@lettershop/tenant-router'
import { emit } from '#platform/events/index.ts'
import type { JobHandler, JobRun } from '#platform/jobs/index.ts'
import { storeFile } from '#platform/storage/index.ts'
import { suppressionReasons } from '../suppression/check.ts'
import type { importJob } from './import.job.ts'
import {
  finishImport,
  type ImportedList,
  insertRecipients,
  listOfImport,
  markUnfinished,
  removeImported,
  saveCursor,
} from './import.queries.ts'
import { planImport } from './plan.ts'
import { ahead, firstPosition, type ReadRow, readBatches } from './read-rows.ts'
import { rejectsFile } from './rejects.ts'
import type { RecipientRow } from './row.ts'
import { addOutcomes, assertAccounted, emptyReport, type ImportCursor } from './tally.ts'

type Run = JobRun<{ list_id: string; keep_duplicates: boolean }>

const REMOVED_AT_ONCE = 5000

/**
 * Imports the file of a list: batches of rows, each in one transaction with the place where the next one begins. A
 * run that is killed goes on from the last committed batch; nothing is read twice or left out.
 */
export const run: JobHandler<typeof importJob> = async job => {
  try {
    return await importFile(job)
  } catch (error) {
    await sayHowItEnded(job, error)
    throw error
  }
}

async function importFile(job: Run) {
  const list = await job.withTenant(tx => tx.maybeRow(listOfImport(job.input.list_id, job.job.id)))
  // Deleted meanwhile, or imported to the end by a run that could not say so any more.
  if (!list || list.status === 'ready') return list?.file_facts.report ?? null
  const cursor = await readAll(job, list, list.import_cursor ?? (await startAnew(job, list)))
  const rejectsFileId = cursor.report.rejected > 0 ? await writeRejects(job, list, cursor) : null
  await job.withTenant(tx => finish(tx, list, cursor, rejectsFileId))
  return { ...cursor.report, list_id: list.id, rejects_file_id: rejectsFileId }
}

async function startAnew(job: Run, list: ImportedList): Promise<ImportCursor> {
  const removeSome = () => job.withTenant(tx => tx.execute(removeImported(list.id, REMOVED_AT_ONCE)))
  while ((await removeSome()) > 0) job.signal.throwIfAborted()
  const cursor = { position: firstPosition(list.file_facts), report: emptyReport() }
  await job.withTenant(tx => tx.execute(saveCursor(list.id, cursor, 0)))
  return cursor
}

async function readAll(job: Run, list: ImportedList, from: ImportCursor): Promise<ImportCursor> {
  const { file_facts: facts } = list
  const plan = planImport(facts, list.column_mapping)
  let cursor = from
  const batches = readBatches(job.services.storage, list.storage_key, facts, plan, from.position)
  for await (const batch of ahead(batches)) {
    job.signal.throwIfAborted()
    const before = cursor
    cursor = await job.withTenant(tx => writeBatch(tx, job, list.id, batch, before))
    job.progress(cursor.position.byte, facts.bytes, `${cursor.report.records.toLocaleString('en')} rows read`)
  }
  return cursor
}

/** One batch: rows in, figures added, cursor moved, all or nothing. */
async function writeBatch(
  tx: TenantTx,
  { services, input }: Run,
  listId: string,
  batch: readonly ReadRow[],
  before: ImportCursor,
): Promise<ImportCursor> {
  const report = addOutcomes(
    before.report,
    batch.map(({ record, outcome }) => ({ line: record.at.line, outcome })),
  )
  const rows = batch.flatMap(({ outcome }) => (outcome.row ? [outcome.row] : []))
  const chosen = input.keep_duplicates ? rows : firstOfEach(rows)
  const reasons = await suppressionReasons(tx, services.secrets, chosen)
  const made = chosen.map((row, index) => ({ row, suppressionReason: reasons[index] ?? null }))
  const inserted =
    made.length === 0 ? [] : await tx.rows(insertRecipients(listId, made, input.keep_duplicates))
  report.inserted += inserted.length
  report.duplicates += rows.length - inserted.length
  report.suppressed += inserted.filter(row => row.suppressed).length
  assertAccounted(report)
  const cursor = { position: batch.at(-1)?.record.next ?? before.position, report }
  await tx.execute(saveCursor(listId, cursor, inserted.length))
  return cursor
}

function firstOfEach(rows: readonly RecipientRow[]): RecipientRow[] {
  const seen = new Set<string>()
  return rows.filter(({ duplicate_key: key }) => {
    if (key === null) return true
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * Writes the file of rejects in a second reading: its rows are a function of file and mapping alone, so nothing has
 * to be carried through a kill, and its count checks the first reading's.
 *
 * The bytes go to the storage before the transaction begins, which is why this one is not the job's fenced one: that
 * would hold the job's row through the writing. A run that was shut out leaves at most a file that nothing points at.
 */
async function writeRejects(job: Run, list: ImportedList, { report }: ImportCursor): Promise<string> {
  const plan = planImport(list.file_facts, list.column_mapping)
  const batches = readBatches(job.services.storage, list.storage_key, list.file_facts, plan)
  let written = -1
  const source = rejectsFile(batches, count => {
    written = count
  })
  job.progress(list.file_facts.bytes, list.file_facts.bytes, 'Writing the list of rejected rows')
  const file = await job.services.router.withTenant(job.tenantId, actorOf(job), tx =>
    storeFile(tx, job.services, {
      purpose: 'rejects',
      name: `${list.name} - rejected rows.csv`,
      mediaType: 'text/csv',
      source,
      signal: job.signal,
    }),
  )
  if (written !== report.rejected)
    throw new Error(`import: ${report.rejected} rows were rejected, but the file of rejects holds ${written}`)
  return file.id
}

async function finish(
  tx: TenantTx,
  list: ImportedList,
  { report }: ImportCursor,
  rejectsFileId: string | null,
) {
  await tx.execute(finishImport(list.id, report, rejectsFileId))
  const { inserted, rejected, duplicates } = report
  const data = { inserted, rejected, duplicates }
  await emit(tx, { type: 'recipient_list.imported', resource: 'audience.recipient_list', id: list.id, data })
}

/**
 * Leaves the true status on the list. Outside of the fence, which lets nothing through any more when the job was
 * cancelled; the statement itself asks the job's row. An aborted run that was not cancelled goes on elsewhere.
 */
async function sayHowItEnded(job: Run, error: unknown): Promise<void> {
  const failed = !job.signal.aborted && !isRouterError(error)
  try {
    await job.services.router.query(
      job.tenantId,
      actorOf(job),
      markUnfinished(job.input.list_id, job.job.id, failed),
    )
  } catch (second) {
    job.log.warn({ err: second }, 'the status of the list could not be written')
  }
}

function actorOf({ job }: Run): Actor {
  return { id: job.createdBy, role: 'system', requestId: `job-${job.id}` }
}
