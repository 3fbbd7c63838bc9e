import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DataRecord } from '@lettershop/print-engine'
import { parse } from 'csv-parse'
import { InputError } from './render.options.ts'

/** A row that was left out, and why. */
export interface BadRow {
  line: number
  reason: string
}

export interface CsvFile {
  /** Names of the columns as designs call them. */
  columns: readonly string[]
  badRows: BadRow[]
  records(): AsyncIterable<DataRecord>
}

const HEAD = 64 * 1024

/**
 * Opens a CSV with a header line, with `,`, `;`, tab or `|` between fields. Rows are read as they are asked for; rows
 * with too few or too many fields are left out and listed.
 */
export async function readCsv(file: string): Promise<CsvFile> {
  const head = await readHead(file)
  // The head may end within a character.
  if (head.includes('\u0000') || head.slice(0, -4).includes('\ufffd'))
    throw new InputError(`${file} is not UTF-8 text. Save it as "CSV UTF-8".`)
  const delimiter = guessDelimiter(head)
  const columns = await readHeader(file, delimiter)
  const badRows: BadRow[] = []
  return { columns: columns.flat(), badRows, records: () => rows(file, delimiter, columns, badRows) }
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file).catch(() => {
    throw new InputError(`The CSV ${file} cannot be read. Check the path.`)
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    if (bytesRead === 0) throw new InputError(`The CSV ${file} is empty. It needs a line with column names.`)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`The CSV ${file} cannot be read: ${error instanceof Error ? error.message : ''}`)
  } finally {
    await handle.close()
  }
}

function guessDelimiter(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const count = (sign: string): number => line.split(sign).length
  return [',', ';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

const options = (delimiter: string) => ({
  bom: true,
  delimiter,
  relax_column_count: true,
  skip_empty_lines: true,
  relax_quotes: true,
  info: true,
})

async function readHeader(file: string, delimiter: string): Promise<string[][]> {
  const input = createReadStream(file)
  const parser = input.pipe(parse({ ...options(delimiter), to: 1 }))
  try {
    for await (const { record } of parser) return fieldNames(record as string[])
  } finally {
    input.destroy()
  }
  throw new InputError(`The CSV ${file} has no header line. Its first line must name the columns.`)
}

/**
 * Names of each column: "First Name" is {{ first_name }} in a design. A title that could stand in a design as it is
 * keeps its own name besides, so that {{ firstName }} works as well.
 */
function fieldNames(header: readonly string[]): string[][] {
  const seen = new Map<string, number>()
  return header.map((title, i) => {
    const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    const name = plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '') || `column_${i + 1}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    const unique = count > 1 ? `${name}_${count}` : name
    return /^[A-Za-z_]\w*$/.test(title) && title !== unique ? [unique, title] : [unique]
  })
}

async function* rows(
  file: string,
  delimiter: string,
  columns: readonly (readonly string[])[],
  badRows: BadRow[],
): AsyncIterable<DataRecord> {
  const input = createReadStream(file)
  const parser = input.pipe(parse({ ...options(delimiter), from: 2 }))
  // The parser counts a CR LF within quotes as two lines.
  let counted = 0
  try {
    for await (const { record, info } of parser) {
      const fields = record as string[]
      counted += fields.reduce((sum, field) => sum + (field.match(/\r\n/g)?.length ?? 0), 0)
      if (fields.length !== columns.length) {
        const reason = `${fields.length} fields, the header has ${columns.length}`
        badRows.push({ line: info.lines - counted, reason })
        continue
      }
      yield Object.fromEntries(columns.flatMap((names, i) => names.map(name => [name, fields[i] ?? ''])))
    }
  } catch (error) {
    throw new InputError(`${file} cannot be read to its end: ${error instanceof Error ? error.message : ''}`)
  } finally {
    input.destroy()
  }
}
