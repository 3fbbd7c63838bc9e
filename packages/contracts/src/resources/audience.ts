import { z } from 'zod'
import { resource } from '../kit/resource.ts'
import { ColumnMapping, FileFacts } from './recipient-file.ts'

export * from './recipient-file.ts'

/** A list of people. Made by an upload (`/recipient-lists/upload`), or empty for recipients that a program adds. */
export const recipientList = resource(
  'audience.recipient_list',
  {
    name: { write: 'create update', filter: 'eq prefix', sort: true },
    description: { write: 'create update' },
    source: { filter: 'eq in' },
    status: { filter: 'eq in' },
    file_id: {},
    file_facts: { schema: FileFacts.nullable() },
    column_mapping: { write: 'update', schema: ColumnMapping.nullable() },
    recipient_count: {},
    rejected_count: {},
    duplicate_count: {},
    rejects_file_id: {},
    job_id: {},
    metadata: { write: 'create update' },
  },
  {
    path: 'recipient-lists',
    permission: 'recipient_list',
    tag: 'audience',
    title: 'recipient list',
    name: 'RecipientList',
    verbs: ['list', 'create', 'update', 'delete'],
    defaultSort: '-id',
  },
)

const TEXT = 'create update'

/** A person on a list. `email_norm`, `phone_norm` and `duplicate_key` are computed. */
export const recipient = resource(
  'audience.recipient',
  {
    list_id: { write: 'create', filter: 'eq' },
    record_number: {},
    first_name: { write: TEXT, filter: 'eq prefix' },
    last_name: { write: TEXT, filter: 'eq prefix' },
    company: { write: TEXT, filter: 'eq prefix' },
    email: { write: TEXT },
    email_norm: { filter: 'eq in prefix' },
    phone: { write: TEXT },
    phone_norm: { filter: 'eq' },
    address_line1: { write: TEXT },
    address_line2: { write: TEXT },
    city: { write: TEXT, filter: 'eq prefix' },
    state: { write: TEXT, filter: 'eq in' },
    postal_code: { write: TEXT, filter: 'eq in prefix' },
    country: { write: TEXT, filter: 'eq' },
    address_status: { write: TEXT, filter: 'eq in' },
    fields: { write: TEXT },
    duplicate_key: { filter: 'eq' },
    is_seed: { write: TEXT, filter: 'eq' },
    suppressed_at: { filter: 'gte lt' },
    suppression_reason: { filter: 'eq' },
    legacy_id: { write: 'create', filter: 'eq' },
    metadata: { write: TEXT },
  },
  {
    path: 'recipients',
    permission: 'recipient',
    tag: 'audience',
    title: 'recipient',
    name: 'Recipient',
    verbs: ['list', 'get', 'create', 'update', 'delete'],
    defaultSort: 'id',
  },
)

/** An address of the team itself: each campaign sends it a piece. */
export const seedAddress = resource(
  'audience.seed_address',
  {
    name: { write: TEXT, filter: 'eq prefix', sort: true },
    first_name: { write: TEXT },
    last_name: { write: TEXT },
    company: { write: TEXT },
    email: { write: TEXT },
    address_line1: { write: TEXT },
    address_line2: { write: TEXT },
    city: { write: TEXT },
    state: { write: TEXT },
    postal_code: { write: TEXT, filter: 'eq' },
    country: { write: TEXT },
    active: { write: TEXT, filter: 'eq' },
    metadata: { write: TEXT },
  },
  {
    path: 'seed-addresses',
    permission: 'seed_address',
    tag: 'audience',
    title: 'seed address',
    name: 'SeedAddress',
    verbs: ['list', 'get', 'create', 'update', 'delete'],
    defaultSort: 'name',
  },
)

/** Somebody who must not be mailed. The value itself is not kept, only a keyed hash of it. */
export const suppression = resource(
  'audience.suppression',
  {
    kind: { filter: 'eq' },
    reason: { filter: 'eq in' },
    source: { filter: 'eq' },
  },
  {
    path: 'suppressions',
    permission: 'suppression',
    tag: 'audience',
    title: 'suppression',
    name: 'Suppression',
    verbs: ['list', 'get', 'delete'],
    defaultSort: '-id',
  },
)

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .default('US')
const why = {
  reason: z.enum(['opt_out', 'returned', 'deceased', 'erased', 'complaint', 'manual']).default('manual'),
  source: z.string().min(1).max(60).optional(),
}

/** Whom to suppress, in clear; it is normalised and hashed, and recipients that match are marked. */
export const SuppressionCreate = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('email'), email: z.string().min(3).max(320), ...why }),
    z.strictObject({ kind: z.literal('phone'), phone: z.string().min(3).max(60), country, ...why }),
    z.strictObject({
      kind: z.literal('address'),
      address_line1: z.string().min(1).max(200),
      postal_code: z.string().min(1).max(20),
      country,
      ...why,
    }),
  ])
  .meta({ id: 'SuppressionCreate' })
export type SuppressionCreate = z.infer<typeof SuppressionCreate>

/** What designs can name: a column of every recipient, or a field of this list. */
export const ListVariable = z
  .object({
    name: z.string().describe('as in a mapping: `first_name` or `fields.offer_code`'),
    label: z.string().describe('for people: name of the column in the file where there was one'),
    samples: z.array(z.string()).describe('empty for who may not read recipients'),
  })
  .meta({ id: 'ListVariable' })

const duplicate = z.object({
  id: z.guid(),
  list_id: z.guid(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  address_line1: z.string().nullable(),
  postal_code: z.string().nullable(),
})

/** People who are on a list twice, or on this list and another one. */
export const ListDuplicates = z
  .object({
    left_out: z.int().describe('rows that the import left out as duplicates'),
    within: z.object({
      people: z.int().describe('people who are on the list more than once'),
      recipients: z.int().describe('recipients beyond the first of each'),
      samples: z.array(z.array(duplicate)),
    }),
    beside: z.array(z.object({ list_id: z.guid(), name: z.string(), people: z.int() })),
  })
  .meta({ id: 'ListDuplicates' })
