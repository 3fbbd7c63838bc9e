import {
  type ColumnMapping,
  type FileFacts,
  type MappingTarget,
  RECIPIENT_COLUMNS,
  type RecipientColumn,
  recipient,
} from '@lettershop/contracts'

/** Where the cells of a row go: worked out once for the file, used for every row. */
export interface ImportPlan {
  /** Cells of a complete row. */
  readonly width: number
  /** Names of the file's columns, for telling where a row is wrong. */
  readonly names: readonly string[]
  readonly country: string
  readonly columns: readonly {
    readonly index: number
    readonly column: RecipientColumn
    readonly most: number
  }[]
  readonly fields: readonly { readonly index: number; readonly field: string }[]
  readonly fullName: number | undefined
}

/** Longest value of a field of the organization's own, in characters. */
export const FIELD_LENGTH = 10_000

/** Compiles a mapping that has been checked. Columns that it does not name are left out. */
export function planImport(facts: Pick<FileFacts, 'columns'>, mapping: ColumnMapping): ImportPlan {
  const names = facts.columns.map(column => column.name)
  const targets = names.map((name, index) => ({
    index,
    target: Object.hasOwn(mapping.columns, name) ? (mapping.columns[name] ?? null) : null,
  }))
  return {
    width: names.length,
    names,
    country: mapping.country,
    columns: targets.flatMap(({ index, target }) =>
      isColumn(target) ? [{ index, column: target, most: recipient.facts[target]?.maxLength ?? 200 }] : [],
    ),
    fields: targets.flatMap(({ index, target }) =>
      target?.startsWith('fields.') ? [{ index, field: target.slice('fields.'.length) }] : [],
    ),
    fullName: targets.find(({ target }) => target === 'full_name')?.index,
  }
}

function isColumn(target: MappingTarget | null): target is RecipientColumn {
  return RECIPIENT_COLUMNS.some(column => column === target)
}
