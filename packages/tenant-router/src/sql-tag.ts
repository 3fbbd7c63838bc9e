import type { TextStatement } from './statement.ts'

class Fragment {
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
  constructor(parts: readonly string[], values: readonly unknown[]) {
    this.parts = parts
    this.values = values
  }
}

/** A statement made by {@link sql}; it may stand inside another one. */
export type SqlFragment<Row> = TextStatement<Row> & { named(name: string): SqlFragment<Row> }

class SqlStatement<Row> extends Fragment implements TextStatement<Row> {
  readonly name?: string

  constructor(parts: readonly string[], values: readonly unknown[], name?: string) {
    super(parts, values)
    if (name !== undefined) this.name = name
  }

  get text(): string {
    return this.parts.reduce((text, part, index) => `${text}$${index}${part}`)
  }

  named(name: string): SqlStatement<Row> {
    return new SqlStatement<Row>(this.parts, this.values, name)
  }
}

/**
 * SQL as a template: each value becomes a parameter, never text. Fragments nest.
 *
 * ```ts
 * const one = sql<{ id: string }>`select id from notes.note where id = ${id}`
 * await tx.row(one)                       // select id from notes.note where id = $1
 * ```
 */
export function sql<Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
): SqlFragment<Row> {
  const parts: string[] = [strings[0] ?? '']
  const flat: unknown[] = []
  values.forEach((value, index) => {
    const after = strings[index + 1] ?? ''
    if (value instanceof Fragment) {
      parts.push(parts.pop() + (value.parts[0] ?? ''), ...value.parts.slice(1))
      parts.push(parts.pop() + after)
      flat.push(...value.values)
    } else {
      parts.push(after)
      flat.push(value)
    }
  })
  return new SqlStatement<Row>(parts, flat)
}

/**
 * A quoted identifier, schema-qualified when several names are given: `sql.identifier('notes', 'note')`.
 * The only way to put a name into a template.
 */
sql.identifier = (...names: string[]): SqlFragment<unknown> =>
  new SqlStatement([names.map(quoteIdentifier).join('.')], [])

/** Fragments joined by a separator: `sql.join(conditions, ' and ')`. The separator is SQL text of the program. */
sql.join = (fragments: readonly SqlFragment<unknown>[], separator: string): SqlFragment<unknown> => {
  const strings = fragments.map((_, index) => (index === 0 ? '' : separator)).concat('')
  return sql(Object.assign([...strings], { raw: strings }), ...fragments)
}

/** Quotes an identifier for SQL text. @throws {TypeError} for NUL or an empty name */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new TypeError('an SQL identifier cannot be empty or hold NUL')
  return `"${name.replaceAll('"', '""')}"`
}

/** Quotes a string literal for SQL text (`standard_conforming_strings` is on wherever we connect). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('an SQL literal cannot hold NUL')
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}
