import { randomBytes, randomUUID } from 'node:crypto'

/** A column of the catalog with the check that concerns it alone. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly check: string | null
}

/** A row that the table takes for this organization; foreign keys are off meanwhile. Every text holds `mark`. */
export function aRow(
  { name, owner, columns }: { name: string; owner: string; columns: readonly Column[] },
  tenant: string,
  mark = tenant,
): Map<string, unknown> {
  return new Map(
    columns.map(column => [
      column.name,
      column.name === owner ? tenant : (special(`${name}.${column.name}`, tenant) ?? valueFor(column, mark)),
    ]),
  )
}

/** Columns whose grammar a value cannot be guessed from. */
function special(column: string, tenant: string): unknown {
  switch (column) {
    case 'tenancy.route_key.route_key':
      return randomBytes(4).toString('hex').toUpperCase()
    case 'tenancy.page_domain.host':
      return `${randomUUID()}.example`
    case 'identity.organization.slug':
      return `s-${tenant}`
    case 'tenancy.placement.tenant_id_in_data_source':
      return tenant
    default:
      return undefined
  }
}

function valueFor({ type, check, name }: Column, mark: string): unknown {
  const listed = /'((?:[^']|'')*)'::text/.exec(check ?? '')?.[1]
  if (check?.includes('ANY (ARRAY') && listed) return listed
  if (check?.includes('0-9a-f]{64}')) return 'ab'.repeat(32)
  if (check?.includes('[A-Z]{3}')) return 'USD'
  if (check?.includes('[A-Z]{2}')) return 'US'
  if (check?.includes(' ~ ')) return 'sentinel'
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'jsonb':
      return JSON.stringify({ sentinel: mark })
    case 'boolean':
      return false
    case 'date':
      return '2026-01-01'
    case 'timestamp with time zone':
      return '2026-01-01T00:00:00Z'
    case 'bytea':
      return Buffer.alloc(32, 1)
    case 'text':
      return `sentinel ${mark} ${name}`.slice(0, Number(/<= (\d+)/.exec(check ?? '')?.[1] ?? 100))
    default:
      return 1
  }
}
