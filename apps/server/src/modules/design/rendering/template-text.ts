/** Every string of a document, with the key under which it stands. */
export function* strings(value: unknown, key = ''): Generator<{ key: string; text: string }> {
  if (typeof value === 'string') yield { key, text: value }
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, key)
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* strings(item, name)
}

const OUTPUT = /\{\{-?\s*([A-Za-z_]\w*)([^}]*)\}\}/g

/**
 * Variables that leave a hole when nobody supplies them: printed somewhere without `default`. One that only decides
 * (`{% if member %}`, `visible`) or that has a default wherever it is printed can do without a column.
 * @param variables all names that the design reads
 */
export function requiredVariables(document: unknown, variables: readonly string[]): string[] {
  const bare = new Set<string>()
  for (const { key, text } of strings(document)) {
    if (key === 'visible') continue
    for (const [, name = '', rest = ''] of text.matchAll(OUTPUT))
      if (!/\|\s*default\s*:/.test(rest) && !guarded(text, name)) bare.add(name)
  }
  return variables.filter(name => bare.has(name))
}

/** True where the text asks for the variable before it prints it: `{% if company != blank %}{{ company }}{% endif %}`. */
function guarded(text: string, name: string): boolean {
  return new RegExp(`\\{%-?\\s*(?:if|unless|elsif|case)\\b[^%]*\\b${name}\\b`).test(text)
}
