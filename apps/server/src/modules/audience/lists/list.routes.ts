import { FileReading, Job, ListDuplicates, ListVariable, recipientList } from '@lettershop/contracts'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { type Route, route } from '#platform/http/route.ts'
import { startJob } from '#platform/jobs/index.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { selectFile } from '#platform/storage/index.ts'
import { checkMapping } from '../columns/check-mapping.ts'
import { importJob } from '../import/import.job.ts'
import { findDuplicates } from './duplicates.ts'
import { beginImport, selectList, updateFacts } from './list.queries.ts'
import { listRules, lockList, requireWaiting } from './list.rules.ts'
import { lookAtFile, withoutSamples } from './look.ts'
import { headOf, listVariables, listWithSamples } from './samples.ts'
import { receiveList } from './upload.ts'

const LISTS = '/v1/orgs/{org}/recipient-lists'
const LIST = `${LISTS}/{id}`
const MAX_UPLOAD_BYTES = 2 * 1024 ** 3
const params = z.object({ id: z.guid() })
const tag = 'audience'

const upload = route({
  method: 'POST',
  path: `${LISTS}/upload`,
  operation: 'uploadRecipientList',
  tag,
  summary: 'Upload a CSV file: the answer says what it holds and guesses where its columns go',
  access: { resource: 'recipient_list', action: 'create' },
  query: FileReading.extend({
    name: z.string().min(1).max(200).optional().describe('name of the list; else that of the file'),
    header: z
      .enum(['true', 'false'])
      .transform(text => text === 'true')
      .optional(),
  }),
  bodyKind: 'stream',
  maxBytes: MAX_UPLOAD_BYTES,
  answers: { 201: recipientList.readSchema },
  async handle(ctx) {
    const list = await receiveList(ctx, ctx.query, MAX_UPLOAD_BYTES)
    return ctx.reply(201, list, { etag: `"${String(list['row_version'])}"` })
  },
})

const get = route({
  method: 'GET',
  path: LIST,
  operation: 'getRecipientList',
  tag,
  summary: 'Get one: recipient list; with samples of its file while it waits for its mapping',
  access: { resource: 'recipient_list', action: 'read' },
  params,
  answers: { 200: recipientList.readSchema },
  async handle(ctx) {
    const list = await listWithSamples(ctx, ctx.params.id)
    return ctx.reply(200, list, { etag: `"${String(list['row_version'])}"` })
  },
})

const inspect = route({
  method: 'POST',
  path: `${LIST}/inspect`,
  operation: 'inspectRecipientList',
  tag,
  summary: 'Look at the file again with another encoding, delimiter or header; the mapping is guessed anew',
  access: { resource: 'recipient_list', action: 'update' },
  params,
  body: FileReading,
  answers: { 200: recipientList.readSchema },
  async handle(ctx) {
    const { id } = ctx.params
    const known = (await ctx.run(selectList(id))).rows[0]
    if (!known) throw new AppError('not_found')
    if (!known.file_id || !known.file_facts) throw new AppError('list_not_waiting')
    const head = await headOf(ctx, known.file_id)
    const { name, bytes, encoding } = known.file_facts
    const { facts, mapping } = lookAtFile({ name, bytes, head, known: { encoding, ...ctx.body } })
    return ctx.withTenant(async tx => {
      await requireWaiting(tx, await lockList(tx, id))
      await recordChange(tx, { action: 'recipient_list.update', resource: 'audience.recipient_list', id })
      return { ...(await tx.row(updateFacts(id, withoutSamples(facts), mapping))), file_facts: facts }
    })
  },
})

const startImport = route({
  method: 'POST',
  path: `${LIST}/import`,
  operation: 'importRecipientList',
  tag,
  summary: 'Make recipients of the uploaded file as its mapping says; of duplicates the first is taken',
  access: { resource: 'recipient_list', action: 'import' },
  params,
  query: z.strictObject({
    duplicates: z
      .enum(['skip', 'keep'])
      .default('skip')
      .describe('keep: also people who are on the list already'),
  }),
  answers: { 202: Job },
  async handle(ctx) {
    const { id } = ctx.params
    const job = await ctx.withTenant(async tx => {
      const list = await lockList(tx, id)
      await requireWaiting(tx, list)
      if (!list.file_facts || !list.column_mapping) throw new AppError('list_not_waiting')
      const fields = checkMapping(list.column_mapping, list.file_facts)
      if (fields.length > 0) throw new AppError('validation_failed', { fields })
      const input = { list_id: id, keep_duplicates: ctx.query.duplicates === 'keep' }
      const started = await startJob(tx, importJob, {
        input,
        resource: 'audience.recipient_list',
        resourceId: id,
      })
      await tx.execute(beginImport(id, started.id))
      await recordChange(tx, { action: 'recipient_list.import', resource: 'audience.recipient_list', id })
      return started
    })
    return ctx.reply(202, job)
  },
})

const rejects = route({
  method: 'GET',
  path: `${LIST}/rejects`,
  operation: 'downloadRejects',
  tag,
  summary: 'The rows that the import left out, as CSV: line, reason and the row itself',
  access: { resource: 'recipient', action: 'read' },
  params,
  answers: { 200: { media: 'text/csv', about: 'line, record, column, code, reason, original' } },
  async handle(ctx) {
    const list = (await ctx.run(selectList(ctx.params.id))).rows[0]
    if (!list?.rejects_file_id)
      throw new AppError('not_found', { message: 'This list has no rejected rows.' })
    const file = (await ctx.run(selectFile(list.rejects_file_id))).rows[0]
    if (!file) throw new AppError('not_found')
    const stream = await ctx.services.storage.open(file.storage_key)
    return ctx.download({ name: file.name, mediaType: 'text/csv; charset=utf-8', stream, bytes: file.bytes })
  },
})

const variables = route({
  method: 'GET',
  path: `${LIST}/columns`,
  operation: 'listListVariables',
  tag,
  summary: 'What designs can name of this list, with samples',
  access: { resource: 'recipient_list', action: 'read' },
  params,
  answers: { 200: z.object({ data: z.array(ListVariable) }) },
  async handle(ctx) {
    return { data: await listVariables(ctx, ctx.params.id) }
  },
})

const duplicates = route({
  method: 'GET',
  path: `${LIST}/duplicates`,
  operation: 'findListDuplicates',
  tag,
  summary: 'People who are on the list more than once, or on other lists too',
  access: { resource: 'recipient', action: 'read' },
  params,
  answers: { 200: ListDuplicates },
  async handle(ctx) {
    return findDuplicates(ctx, ctx.params.id)
  },
})

export const listRoutes: readonly Route[] = [
  ...resourceRoutes(recipientList, listRules),
  upload,
  get,
  inspect,
  startImport,
  rejects,
  variables,
  duplicates,
]
