import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import {
  compile,
  DesignError,
  type Finding,
  type RenderProgress,
  type RenderSummary,
} from '@lettershop/print-engine'
import { fileAssets } from './render.assets.ts'
import { type BadRow, readCsv } from './render.csv.ts'
import { InputError, parsePolicies, parseRange, parseSets } from './render.options.ts'
import { Progress } from './render.progress.ts'

export interface RenderArguments {
  design: string
  data: string
  out: string
  format?: string
  size?: string
  set: string[]
  policy: string[]
  records?: string
  proof?: string
  json?: boolean
  debug?: boolean
}

export interface Streams {
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown; isTTY?: boolean }
}

/** Bad rows that are listed one by one; the rest is counted. */
const LISTED_ROWS = 20

/**
 * Runs `lettershop render`.
 * @returns the exit status: 0 done, 1 findings that fail the job, 2 unusable input.
 */
export async function runRender(options: RenderArguments, streams: Streams): Promise<number> {
  try {
    return await render(options, streams)
  } catch (error) {
    const text = (line: string): unknown => streams.stderr.write(`${line}\n`)
    if (error instanceof DesignError) {
      for (const finding of error.findings) text(describe(finding))
      const unusable = error.findings.some(f =>
        ['document_invalid', 'document_version', 'format_unknown'].includes(f.rule),
      )
      return unusable ? 2 : 1
    }
    if (error instanceof InputError) {
      text(`error: ${error.message}`)
      return 2
    }
    text(`error: ${error instanceof Error ? error.message : String(error)}`)
    if (options.debug && error instanceof Error) text(error.stack ?? '')
    else text('Run again with --debug to see where this happened.')
    return 2
  }
}

const describe = (f: Finding): string =>
  `${f.severity}: ${f.path ? `${f.path}: ` : ''}${f.message}${f.record === undefined ? '' : ` (row ${f.record + 1})`}`

async function render(options: RenderArguments, streams: Streams): Promise<number> {
  const started = performance.now()
  const defaults = parseSets(options.set)
  const policies = parsePolicies(options.policy)
  const { format, size } = options
  const design = await readDesignFile(options.design)
  const assets = fileAssets(dirname(resolve(options.design)))
  const job = await compile(design, {
    assets,
    defaults,
    policies,
    ...(format ? { format } : {}),
    ...(size ? { size } : {}),
  })
  const csv = await readCsv(options.data)
  const missing = job.unknownVariables(csv.columns)
  if (missing.length > 0) throw new InputError(unknownMessage(missing, csv.columns))
  const range = await parseRange(options, options.data)
  const progress = new Progress(streams.stderr, options.json ? undefined : range.count)
  const summary = await writeFile(options.out, async sink => {
    const watch = { ...range.bounds, onProgress: (p: RenderProgress) => progress.show(p) }
    const done = await job.render(range.pick(csv.records()), sink, watch)
    if (done.records === 0) throw new InputError(noRows(options, csv.badRows.length))
    if (done.pages === 0) throw new DesignError(done.findings)
    return done
  })
  progress.end()
  const seconds = (performance.now() - started) / 1000
  report(options, summary, csv.badRows, seconds, streams)
  return 0
}

async function readDesignFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new InputError(`The design ${file} cannot be read. Check the path.`)
  })
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new InputError(`The design ${file} is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

function unknownMessage(missing: readonly string[], columns: readonly string[]): string {
  const names = missing.map(name => `{{ ${name} }}`).join(', ')
  const example =
    missing[0] === 'tracking_url' ? 'tracking_url=https://example.com/R/{{ id }}' : `${missing[0]}=…`
  return `The design uses ${names}, which the CSV does not have. Its columns are: ${columns.join(', ')}. Add the column or give a value with --set "${example}".`
}

function noRows({ data, records }: RenderArguments, bad: number): string {
  if (records !== undefined) return `${data} has no rows ${records}.`
  return bad > 0
    ? `None of the ${bad} rows of ${data} has as many fields as the header.`
    : `${data} has no rows.`
}

/** Writes beside the target and renames: whoever looks at the target sees the old file or the whole new one. */
async function writeFile(
  out: string,
  write: (sink: (chunk: Uint8Array) => Promise<void>) => Promise<RenderSummary>,
): Promise<RenderSummary> {
  const temporary = `${out}.${randomBytes(4).toString('hex')}.part`
  const stream = createWriteStream(temporary)
  const opened = new Promise<void>((done, fail) => {
    stream.once('open', () => done())
    stream.once('error', () =>
      fail(new InputError(`${out} cannot be written. Check the folder and its permissions.`)),
    )
  })
  await opened
  try {
    const summary = await write(
      chunk => new Promise((done, fail) => stream.write(chunk, error => (error ? fail(error) : done()))),
    )
    stream.end()
    await finished(stream)
    await rename(temporary, out)
    return summary
  } catch (error) {
    stream.destroy()
    await rm(temporary, { force: true })
    throw error
  }
}

function report(
  options: RenderArguments,
  summary: RenderSummary,
  badRows: readonly BadRow[],
  seconds: number,
  streams: Streams,
): void {
  const rows = badRows.map(row => ({ line: row.line, reason: row.reason }))
  const result = {
    records: summary.records,
    pages: summary.pages,
    skipped: summary.skipped,
    bad_rows: rows,
    findings: summary.findings,
    seconds: Math.round(seconds * 1000) / 1000,
    pages_per_second: Math.round(summary.pages / Math.max(seconds, 0.001)),
    bytes: summary.bytes,
    out: options.out,
  }
  if (options.json) {
    streams.stdout.write(`${JSON.stringify(result)}\n`)
    return
  }
  for (const row of rows.slice(0, LISTED_ROWS))
    streams.stderr.write(`row at line ${row.line} left out: ${row.reason}\n`)
  if (rows.length > LISTED_ROWS)
    streams.stderr.write(`… and ${rows.length - LISTED_ROWS} more rows left out\n`)
  for (const finding of summary.findings.slice(0, LISTED_ROWS)) streams.stderr.write(`${describe(finding)}\n`)
  if (summary.findings.length > LISTED_ROWS)
    streams.stderr.write(`… and ${summary.findings.length - LISTED_ROWS} more findings (--json lists them)\n`)
  streams.stdout.write(
    `${summary.records} records, ${summary.pages} pages, ${summary.skipped} skipped, ${rows.length} bad rows, ${result.seconds} s, ${result.pages_per_second} pages/s, ${summary.bytes} bytes: ${options.out}\n`,
  )
}
