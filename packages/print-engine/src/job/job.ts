import { DesignError, type Finding } from '../document/findings.ts'
import type { Sink } from '../pdf/writer.ts'
import type { DataRecord } from '../personalise/liquid.ts'
import { type Compiled, type CompileOptions, compileDesign } from './compile.ts'
import { composeRecord } from './compose.ts'
import { PdfOutput } from './output.ts'
import { personaliseDocument } from './personalise.ts'
import { decide, isIgnored } from './policies.ts'

export type Records = Iterable<DataRecord> | AsyncIterable<DataRecord>

export interface RenderOptions {
  /** First and last record to print, counted from 1; all where left out. Others are read and passed over. */
  from?: number
  to?: number
  signal?: AbortSignal
  /** Told about every so many records. */
  onProgress?: (progress: RenderProgress) => void
  /** Told about each record in order: the manifest of the file. */
  onRecord?: (done: RecordDone) => void
}

export interface RenderProgress {
  records: number
  pages: number
  skipped: number
  bytes: number
}

export interface RecordDone {
  /** Place in the input, from 0. */
  index: number
  record: DataRecord
  /** First page in the file, from 1; 0 where the record was skipped. */
  firstPage: number
  pages: number
  findings: readonly Finding[]
  /** Why the record was left out. */
  skipped?: string
}

export interface RenderSummary extends RenderProgress {
  /** Findings of the design and of records, each once. The number of records that a finding concerns is not limited. */
  findings: Finding[]
}

/** Records between two reports of progress. */
const PROGRESS_STEP = 50
/** Findings of records that a summary keeps; beyond it, ask `onRecord`. */
const MAX_FINDINGS = 1000

/** A compiled design, ready for any number of records. */
export class Job {
  private readonly compiled: Compiled

  constructor(compiled: Compiled) {
    this.compiled = compiled
  }

  /** Fields that the design reads from a record, in order. */
  get variables(): readonly string[] {
    return this.compiled.variables
  }

  /** What is wrong or worth knowing about the design, whatever the records. */
  get findings(): readonly Finding[] {
    return this.compiled.findings.items
  }

  /** Names of the pages of one piece. */
  get pages(): readonly string[] {
    return this.compiled.pages.map(page => page.name)
  }

  /** The size of the trimmed page and its bleed, in inches. */
  get format(): Compiled['design']['format'] {
    return this.compiled.design.format
  }

  /** Variables of the design that the columns of a list do not supply: to be asked before the first page. */
  unknownVariables(columns: Iterable<string>): string[] {
    const known = new Set([...columns, ...this.compiled.defaults.keys()])
    return this.variables.filter(name => !known.has(name))
  }

  /**
   * Prints records into one PDF. Memory does not grow with their number.
   * @throws DesignError where the design has errors or a policy says "fail".
   */
  async render(records: Records, sink: Sink, options: RenderOptions = {}): Promise<RenderSummary> {
    const { from = 1, to = Infinity, signal } = options
    this.refuseErrors()
    const output = new PdfOutput(this.compiled, sink)
    const summary: RenderSummary = { records: 0, pages: 0, skipped: 0, bytes: 0, findings: [] }
    let index = -1
    for await (const record of records) {
      index++
      if (index + 1 < from) continue
      if (index + 1 > to) break
      signal?.throwIfAborted()
      await this.one(record, index, output, summary, options)
      if (summary.records % PROGRESS_STEP === 0) {
        options.onProgress?.(progressOf(summary, output))
        // A sink that never waits would keep timers, signals and other requests of the process waiting.
        await new Promise(setImmediate)
      }
    }
    await output.finish()
    const done = progressOf(summary, output)
    options.onProgress?.(done)
    return { ...done, findings: [...this.findings, ...summary.findings] }
  }

  private async one(
    record: DataRecord,
    index: number,
    output: PdfOutput,
    summary: RenderSummary,
    options: RenderOptions,
  ): Promise<void> {
    const composed = await composeRecord(this.compiled, record, index)
    const { policy, because } = decide(composed.findings, this.compiled.policies)
    if (policy === 'fail' && because) throw new DesignError([because])
    const left = policy === 'skip' || composed.pages.length === 0
    summary.records++
    if (left) summary.skipped++
    if (summary.findings.length < MAX_FINDINGS) summary.findings.push(...composed.findings)
    const firstPage = left ? 0 : output.pages + 1
    if (!left) await output.add(composed)
    const why = because ?? composed.findings[0]
    options.onRecord?.({
      index,
      record,
      firstPage,
      pages: left ? 0 : composed.pages.length,
      findings: composed.findings,
      ...(left && why ? { skipped: why.message } : {}),
    })
  }

  /**
   * The PDF of one record.
   * @throws DesignError where a policy leaves the record out: there would be no page to show.
   */
  async renderOne(record: DataRecord): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    const summary = await this.render([record], chunk => void parts.push(chunk))
    if (summary.skipped > 0) throw new DesignError(summary.findings.filter(f => f.record !== undefined))
    return Buffer.concat(parts)
  }

  /** The design as JSON with the record's values in it. */
  personalise(record: DataRecord): Record<string, unknown> {
    return personaliseDocument(this.compiled, record)
  }

  private refuseErrors(): void {
    const { findings, policies } = this.compiled
    const errors = findings.items.filter(f => f.severity === 'error' && !isIgnored(f, policies))
    if (errors.length > 0) throw new DesignError(errors)
  }
}

function progressOf(summary: RenderSummary, output: PdfOutput): RenderProgress {
  return { records: summary.records, pages: output.pages, skipped: summary.skipped, bytes: output.bytes }
}

/**
 * Makes everything of a design that does not depend on a record.
 * @throws DesignError where the design cannot be read at all. Other faults are findings; `render` refuses errors.
 */
export async function compile(design: unknown, options: CompileOptions = {}): Promise<Job> {
  return new Job(await compileDesign(design, options))
}
