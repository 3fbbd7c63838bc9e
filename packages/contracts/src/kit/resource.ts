import { z } from 'zod'
import { columns, type Rows } from '../generated/columns.gen.ts'
import type { Resource as PermissionResource } from '../permissions.ts'
import type { ColumnFact, TableFacts } from './column-fact.ts'
import { type Comparison, cursorSchema, limitSchema, pageOf } from './list.ts'
import { schemaOf } from './schema-of.ts'

export type Table = keyof Rows & string
export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete'

/** How a column is exposed. A column that no field names is not part of the API. */
export interface FieldRule {
  /** Verbs that may set it; absent for what only actions or the database set. */
  readonly write?: 'create' | 'update' | 'create update'
  /** Comparisons by which lists filter, separated by spaces. */
  readonly filter?: string
  /** Lists can be sorted by it. Only for columns that are never null. */
  readonly sort?: true
  /** Replaces the schema that follows from the column. */
  readonly schema?: z.ZodType
}

export type Fields<T extends Table> = { readonly [C in keyof Rows[T] & string]?: FieldRule }

export interface ResourceOptions {
  /** Plural in addresses: `/v1/orgs/{org}/<path>`. */
  readonly path: string
  /** Row of the permission table. */
  readonly permission: PermissionResource
  readonly tag: string
  /** For people: "seed address". */
  readonly title: string
  /** Name in operations and of the schema: "SeedAddress". */
  readonly name: string
  readonly verbs: readonly Verb[]
  /** Sort when the caller says none; a minus sign turns it round. */
  readonly defaultSort?: string
}

/** One definition from which table access, validation, routes, reference, client and access tests follow. */
export interface Resource<T extends Table = Table> extends ResourceOptions {
  readonly table: T
  readonly facts: TableFacts
  readonly fields: Readonly<Record<string, FieldRule>>
  readonly softDelete: boolean
  readonly versioned: boolean
  readonly readSchema: z.ZodObject
  readonly createSchema: z.ZodObject
  readonly updateSchema: z.ZodObject
  readonly querySchema: z.ZodObject
  readonly pageSchema: z.ZodObject
}

/** Columns that every resource shows where its table has them. */
const ALWAYS: Readonly<Record<string, FieldRule>> = {
  id: { filter: 'eq in', sort: true },
  created_at: { filter: 'gte lt', sort: true },
  updated_at: { filter: 'gte lt', sort: true },
  created_by: { filter: 'eq' },
  row_version: {},
}

/**
 * Defines a resource.
 * @throws when a field names no column, or sorts by one that can be null
 */
export function resource<T extends Table>(
  table: T,
  fields: Fields<T>,
  options: ResourceOptions,
): Resource<T> {
  const facts: TableFacts = columns[table]
  const rules: Record<string, FieldRule> = {
    ...pick(ALWAYS, Object.keys(facts)),
    ...(fields as Record<string, FieldRule>),
  }
  for (const [name, rule] of Object.entries(rules)) {
    const fact = facts[name]
    if (!fact) throw new Error(`${table} has no column ${name}`)
    if (rule.sort && fact.nullable)
      throw new Error(`${table}.${name} can be null: a keyset cannot sort by it`)
  }
  const readSchema = z
    .object(mapEntries(rules, (name, rule) => rule.schema ?? schemaOf(fact(facts, name))))
    .meta({ id: options.name })
  return {
    ...options,
    table,
    facts,
    fields: rules,
    softDelete: 'deleted_at' in facts,
    versioned: 'row_version' in facts,
    readSchema,
    createSchema: writeSchema(facts, rules, 'create').meta({ id: `${options.name}Create` }),
    updateSchema: writeSchema(facts, rules, 'update').meta({ id: `${options.name}Update` }),
    querySchema: listQuery(facts, rules),
    pageSchema: pageOf(readSchema).meta({ id: `${options.name}Page` }),
  }
}

function writeSchema(
  facts: TableFacts,
  rules: Record<string, FieldRule>,
  verb: 'create' | 'update',
): z.ZodObject {
  const writable = Object.entries(rules).filter(([, rule]) => rule.write?.split(' ').includes(verb))
  const shape = writable.map(([name, rule]) => {
    const column = fact(facts, name)
    const schema = rule.schema ?? schemaOf(column)
    const required = verb === 'create' && !column.nullable && !column.hasDefault
    return [name, required ? schema : schema.optional()] as const
  })
  const strict = z.strictObject(Object.fromEntries(shape))
  return verb === 'create'
    ? strict
    : strict.refine(body => Object.keys(body).length > 0, { message: 'name at least one field to change' })
}

function listQuery(facts: TableFacts, rules: Record<string, FieldRule>): z.ZodObject {
  const sortable = Object.entries(rules).flatMap(([name, rule]) => (rule.sort ? [name, `-${name}`] : []))
  const filters = Object.entries(rules).flatMap(([name, rule]) =>
    (rule.filter?.split(' ') ?? []).map(comparison => [
      comparison === 'eq' ? name : `${name}[${comparison}]`,
      filterSchema(fact(facts, name), comparison as Comparison).optional(),
    ]),
  )
  return z.strictObject({
    limit: limitSchema,
    cursor: cursorSchema,
    ...(sortable.length > 0 ? { sort: z.enum(sortable as [string, ...string[]]).optional() } : {}),
    include: z.literal('total').optional(),
    ...Object.fromEntries(filters),
  })
}

/** Values of a query string are text; numbers and booleans are read from it. */
function filterSchema(column: ColumnFact, comparison: Comparison): z.ZodType {
  const one = fromText({ ...column, nullable: false })
  if (comparison === 'prefix') return z.string().min(1).max(200)
  if (comparison !== 'in') return one
  return z
    .string()
    .max(20_000)
    .transform((list): unknown => list.split(','))
    .pipe(z.array(one).min(1).max(200))
}

function fromText(column: ColumnFact): z.ZodType {
  if (column.type === 'bigint' || column.type === 'integer') return z.coerce.number().int()
  if (column.type === 'boolean') return z.enum(['true', 'false']).transform(text => text === 'true')
  const { minLength: _, ...rest } = column
  return schemaOf(rest)
}

function fact(facts: TableFacts, name: string): ColumnFact {
  const found = facts[name]
  if (!found) throw new Error(`no column ${name}`)
  return found
}

function pick(
  rules: Readonly<Record<string, FieldRule>>,
  names: readonly string[],
): Record<string, FieldRule> {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => names.includes(name)))
}

function mapEntries<V, R>(record: Record<string, V>, make: (name: string, value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(name, value)]))
}
