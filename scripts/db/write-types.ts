import type { ColumnFact } from '../../packages/contracts/src/kit/column-fact.ts'

export type Tables = ReadonlyMap<string, ReadonlyMap<string, ColumnFact>>

const HEADER = '// Generated from the migrated catalog by `npm run db:generate`. Do not edit.\n'

/** Facts and row types for `packages/contracts`: plain data, no Kysely. */
export function writeFacts(tables: Tables): string {
  const facts = [...tables].map(([table, columns]) => {
    const lines = [...columns].map(([name, fact]) => `    ${name}: ${JSON.stringify(fact)},`)
    return `  '${table}': {\n${lines.join('\n')}\n  },`
  })
  const rows = [...tables].map(([table, columns]) => {
    const lines = [...columns].map(([name, fact]) => `    ${name}: ${rowType(fact)}`)
    return `  '${table}': {\n${lines.join('\n')}\n  }`
  })
  return `${HEADER}import type { TableFacts } from '../kit/column-fact.ts'

export interface Rows {
${rows.join('\n')}
}

export const columns: Readonly<Record<keyof Rows, TableFacts>> = {
${facts.join('\n')}
}
`
}

/** Kysely's types of the tenant databases. */
export function writeKysely(tables: Tables): string {
  const interfaces = [...tables].map(([table, columns]) => {
    const lines = [...columns].map(([name, fact]) => `  ${name}: ${kyselyType(fact)}`)
    return `export interface ${interfaceName(table)} {\n${lines.join('\n')}\n}\n`
  })
  const database = [...tables.keys()].map(table => `  '${table}': ${interfaceName(table)}`)
  return `${HEADER}import type { ColumnType, Generated } from 'kysely'

/** jsonb: whatever JSON holds when read; written through \`json(value)\`. */
type Json = ColumnType<unknown, { toPostgres(): string } | null, { toPostgres(): string } | null>
type GeneratedJson = ColumnType<unknown, { toPostgres(): string } | undefined, { toPostgres(): string }>

${interfaces.join('\n')}
export interface TenantDatabase {
${database.join('\n')}
}
`
}

const interfaceName = (table: string) =>
  table
    .split(/[._]/)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

function plainType(fact: ColumnFact): string {
  if (fact.values) return fact.values.map(value => `'${value.replaceAll("'", "\\'")}'`).join(' | ')
  switch (fact.type) {
    case 'bigint':
    case 'integer':
    case 'double':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'jsonb':
      return fact.shape === 'object'
        ? 'Record<string, unknown>'
        : fact.shape === 'array'
          ? 'unknown[]'
          : 'unknown'
    case 'bytea':
      return 'Uint8Array'
    default:
      return 'string'
  }
}

function rowType(fact: ColumnFact): string {
  return fact.nullable ? `${plainType(fact)} | null` : plainType(fact)
}

function kyselyType(fact: ColumnFact): string {
  if (fact.type === 'jsonb') return fact.hasDefault ? 'GeneratedJson' : 'Json'
  return fact.hasDefault ? `Generated<${rowType(fact)}>` : rowType(fact)
}
