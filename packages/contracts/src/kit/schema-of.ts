import { z } from 'zod'
import type { ColumnFact } from './column-fact.ts'

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const storable = (text: string) => !text.includes('\0') && text.isWellFormed()

function textSchema(fact: ColumnFact): z.ZodType {
  if (fact.values) return z.enum(fact.values as readonly [string, ...string[]])
  let schema = z.string()
  if (fact.minLength !== undefined) schema = schema.min(fact.minLength)
  if (fact.maxLength !== undefined) schema = schema.max(fact.maxLength)
  if (fact.pattern !== undefined) schema = schema.regex(new RegExp(fact.pattern))
  return schema.refine(storable, { message: 'contains a character that cannot be stored' })
}

function jsonSchema(fact: ColumnFact): z.ZodType {
  if (fact.shape === 'object') return z.record(z.string(), z.unknown())
  if (fact.shape === 'array') return z.array(z.unknown())
  return z.unknown()
}

function plainSchema(fact: ColumnFact): z.ZodType {
  switch (fact.type) {
    case 'uuid':
      return z.guid()
    case 'text':
      return textSchema(fact)
    case 'bigint':
    case 'integer':
      return fact.minimum === undefined ? z.int() : z.int().min(fact.minimum)
    case 'boolean':
      return z.boolean()
    case 'timestamptz':
      return z.iso.datetime({ offset: true })
    case 'date':
      return z.iso.date()
    case 'jsonb':
      return jsonSchema(fact)
    case 'numeric':
      return z.string().regex(/^-?\d+(\.\d+)?$/)
    case 'double':
      return z.number()
    case 'bytea':
      throw new Error('a bytea column is never exposed')
  }
}

/** Zod schema of a column as JSON carries it: checks of the database become checks of the edge. */
export function schemaOf(fact: ColumnFact): z.ZodType {
  const plain = plainSchema(fact)
  const schema = fact.nullable ? plain.nullable() : plain
  return fact.about === undefined ? schema : schema.describe(fact.about)
}
