import { may, RECIPIENT_COLUMNS } from '@lettershop/contracts'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { selectFile } from '#platform/storage/index.ts'
import { type ListRow, sampleRecipients, selectList } from './list.queries.ts'
import { HEAD_BYTES, lookAtFile } from './look.ts'

/** Whether the caller may see values of people. */
const seesPeople = (ctx: RouteContext): boolean => may(ctx.actor.role, 'recipient', 'read')

/** A list; while it waits for its mapping with samples of the file's columns, read from the file. */
export async function listWithSamples(ctx: RouteContext, id: string): Promise<ListRow> {
  const list = (await ctx.run(selectList(id))).rows[0]
  if (!list) throw new AppError('not_found')
  if (list.status !== 'mapping' || !list.file_facts || !list.file_id || !seesPeople(ctx)) return list
  const { facts } = lookAtFile({
    ...list.file_facts,
    head: await headOf(ctx, list.file_id),
    known: list.file_facts,
  })
  return { ...list, file_facts: facts }
}

/** The first bytes of a stored file. */
export async function headOf(ctx: RouteContext, fileId: string): Promise<Buffer> {
  const file = (await ctx.run(selectFile(fileId))).rows[0]
  if (!file) throw new AppError('not_found')
  const stream = await ctx.services.storage.open(file.storage_key, { start: 0, end: HEAD_BYTES - 1 })
  return Buffer.concat(await stream.toArray())
}

const SAMPLED = 200
const SAMPLES = 3

const LABELS: Readonly<Record<string, string>> = {
  first_name: 'First name',
  last_name: 'Last name',
  company: 'Company',
  email: 'E-mail',
  phone: 'Phone',
  address_line1: 'Address line 1',
  address_line2: 'Address line 2',
  city: 'City',
  state: 'State',
  postal_code: 'ZIP code',
  country: 'Country',
}

/** What designs can name of this list: the columns of every recipient, then the fields that its rows have. */
export async function listVariables(ctx: RouteContext, id: string) {
  const [lists, people] = await ctx.batch([selectList(id), sampleRecipients(id, SAMPLED)])
  const list = lists.rows[0]
  if (!list) throw new AppError('not_found')
  const labels = fieldLabels(list)
  const names = new Set([...labels.keys(), ...people.rows.flatMap(row => Object.keys(row.fields))])
  const samples = (pick: (row: (typeof people.rows)[number]) => unknown) =>
    seesPeople(ctx)
      ? [...new Set(people.rows.map(row => textOf(pick(row))).filter(text => text !== ''))].slice(0, SAMPLES)
      : []
  return [
    ...RECIPIENT_COLUMNS.map(name => ({
      name,
      label: LABELS[name] ?? name,
      samples: samples(row => row[name]),
    })),
    ...[...names].map(name => ({
      name: `fields.${name}`,
      label: labels.get(name) ?? name,
      samples: samples(row => row.fields[name]),
    })),
  ]
}

/** Field -> name of the column of the file that it came from, in the order of the file. */
function fieldLabels({ column_mapping: mapping, file_facts: facts }: ListRow): Map<string, string> {
  const targets = new Map(Object.entries(mapping?.columns ?? {}))
  return new Map(
    (facts?.columns ?? []).flatMap(({ name }) => {
      const target = targets.get(name)
      return target?.startsWith('fields.') ? [[target.slice('fields.'.length), name] as const] : []
    }),
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
