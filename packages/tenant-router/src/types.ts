import pg from 'pg'

type Parser = (text: string) => unknown

/**
 * int8 becomes a number: counts, and money in minor units, stay far below 2^53.
 * @throws {RangeError} beyond it, instead of a silently wrong figure; such a column is selected as text
 */
export function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 was read: select it as text')
  return value
}

const TIMESTAMPTZ = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::\d\d){0,2})$/

/**
 * timestamptz becomes ISO-8601 text in UTC with all six digits: a Date would cut microseconds, and a keyset
 * cursor made from it would skip or repeat rows. `infinity` and years BC stay as PostgreSQL writes them.
 */
export function parseTimestamptz(text: string): string {
  const parts = TIMESTAMPTZ.exec(text)
  if (!parts) return text
  const [, date = '', time = '', fraction = '', zone = ''] = parts
  const micros = fraction.padEnd(6, '0')
  if (zone === '+00') return `${date}T${time}.${micros}Z`
  const utc = new Date(`${date}T${time}${zone.length === 3 ? `${zone}:00` : zone}`)
  return Number.isNaN(utc.getTime()) ? text : `${utc.toISOString().slice(0, -5)}.${micros}Z`
}

const asText: Parser = text => text

// Items of the types below never hold a backslash or a quote, so the text form of their arrays is easy to split.
const ARRAY_TOKEN = /[{}]|"([^"]*)"|([^{},"]+)/g

function arrayOf(parser: Parser): Parser {
  return text => {
    const stack: unknown[][] = [[]]
    for (const [token, quoted, bare] of text.replace(/^\[.*?\]=/, '').matchAll(ARRAY_TOKEN)) {
      if (token === '{') stack.push([])
      else if (token === '}') stack.at(-2)?.push(stack.pop())
      else stack.at(-1)?.push(bare === 'NULL' ? null : parser(quoted ?? bare ?? ''))
    }
    return stack[0]?.[0]
  }
}

// Keyed by type oid. What is not here keeps node-postgres' own reading: int4 number, bool, json parsed,
// numeric text, bytea Buffer, text arrays.
const PARSERS = new Map<number, Parser>([
  [20, parseInt8],
  [1016, arrayOf(parseInt8)],
  [1184, parseTimestamptz],
  [1185, arrayOf(parseTimestamptz)],
  [1082, asText], // date
  [1182, arrayOf(asText)],
  [1114, asText], // timestamp without zone
  [1115, arrayOf(asText)],
  [1186, asText], // interval
  [1187, arrayOf(asText)],
  [600, asText], // point
  [718, asText], // circle
])

/** Type parsers for every connection of the library. */
export const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    const own = format === 'binary' ? undefined : PARSERS.get(oid)
    return own ?? pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
  },
}
