type Encoded = string | Buffer | null

/**
 * Encodes one parameter in PostgreSQL's text format. Objects become JSON, arrays become PostgreSQL arrays
 * (wrap a JSON array with `json()`), dates become ISO text in UTC, undefined becomes NULL.
 * @throws {TypeError} for what has no text form: circular objects, functions, symbols
 */
export function encodeValue(value: unknown): Encoded {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Buffer.isBuffer(value)) return value
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return encodeArray(value)
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return hasToPostgres(value) ? encodeValue(value.toPostgres()) : JSON.stringify(value)
    default:
      throw new TypeError(`a ${typeof value} cannot be a statement's parameter`)
  }
}

function encodeArray(items: readonly unknown[]): string {
  return `{${items.map(item => (Array.isArray(item) ? encodeArray(item) : encodeItem(item))).join(',')}}`
}

function encodeItem(item: unknown): string {
  const encoded = encodeValue(item)
  if (encoded === null) return 'NULL'
  if (Buffer.isBuffer(encoded)) return `"\\\\x${encoded.toString('hex')}"`
  return `"${encoded.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function hasToPostgres(value: object): value is { toPostgres(): unknown } {
  return 'toPostgres' in value && typeof value.toPostgres === 'function'
}
