import type { FileReading } from '@lettershop/contracts'
import { isRouterError } from '@lettershop/tenant-router'
import { recordChange } from '#platform/events/index.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { storeFile } from '#platform/storage/index.ts'
import { insertUploadedList, type ListRow } from './list.queries.ts'
import { HeadTap, lookAtFile, withoutSamples } from './look.ts'

const NAME_LENGTH = 200

/**
 * Stores an uploaded file as it streams in, looks at its beginning, and makes a list that waits for its mapping.
 * @returns the list with samples of its columns
 * @throws {AppError} what {@link lookAtFile} refuses; then nothing is kept
 */
export async function receiveList(
  ctx: RouteContext,
  said: FileReading & { name?: string | undefined },
  maxBytes: number,
): Promise<ListRow> {
  const { name: wanted, ...known } = said
  const upload = await ctx.upload()
  const tap = new HeadTap()
  upload.stream.once('error', error => tap.destroy(error))
  let stored: string | undefined
  try {
    return await ctx.withTenant(async tx => {
      const file = await storeFile(tx, ctx.services, {
        purpose: 'upload',
        name: upload.name,
        mediaType: upload.mediaType,
        source: upload.stream.pipe(tap),
        limit: maxBytes,
        signal: ctx.signal,
      })
      stored = file.storage_key
      const { head, bytes, evidence } = tap
      const { facts, mapping } = lookAtFile({ name: upload.name, bytes, head, evidence, known })
      const name = nameOf(wanted ?? upload.name)
      const row = await tx.row(
        insertUploadedList({ name, fileId: file.id, facts: withoutSamples(facts), mapping }),
      )
      await recordChange(tx, {
        action: 'recipient_list.create',
        resource: 'audience.recipient_list',
        id: row.id,
      })
      return { ...row, file_facts: facts }
    })
  } catch (error) {
    // Where nobody knows whether the row was committed, bytes without a row are the lesser harm.
    if (stored !== undefined && !isRouterError(error, 'outcome_unknown'))
      await ctx.services.storage.remove(stored)
    throw error
  }
}

/** "spring_list.csv" is called "spring_list". */
function nameOf(text: string): string {
  const plain = text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replace(/\.(csv|txt|tsv)$/i, '')
    .trim()
  return (plain === '' ? 'Upload' : plain).slice(0, NAME_LENGTH)
}
