import { bytesOf, type Decode, decoderOf, isText, type Units, unitSize } from './decode.ts'
import {
  CSV_LIMITS,
  type CsvFormat,
  type CsvLimits,
  type CsvPosition,
  type CsvProblemCode,
  type CsvRecord,
} from './format.ts'

const CR = 13
const LF = 10
const SPACE = 32
/** Of what is too long, this much is kept to show, in units. */
const SHOWN = 2000
/** No character: ends a file whose last pair of bytes is cut in two, so that its last record is told as undecodable. */
const HALF_A_PAIR = 0xdc00

/** Extent of one record: its text ends before `end`, the next record begins at `next`. */
interface Extent {
  readonly end: number
  readonly next: number
  readonly lines: number
  readonly problem: CsvProblemCode | null
}

/**
 * Cuts a stream of bytes into records. Works on undecoded units (bytes, or pairs of bytes in UTF-16): delimiter,
 * quote and line end are single units in every encoding taken, so a record's place in the file is exact and
 * reading can begin at any record without a decoder's state.
 *
 * RFC 4180, and what real files do beyond it: blanks around quoted cells, CR before LF any number of times,
 * empty lines (skipped, not records). Where quotes are wrong, the first line of the record is given as a problem and
 * reading goes on with the next line, so that a forgotten quote costs one line and not the rest of the file.
 */
export class CsvScanner {
  readonly #format: CsvFormat
  readonly #limits: CsvLimits
  readonly #size: 1 | 2
  readonly #decode: Decode
  readonly #delimiter: number
  readonly #quote: number
  readonly #newline: number
  #units: Units
  /** First half of a pair of bytes whose other half has not come yet. */
  #half: Buffer = Buffer.alloc(0)
  #place: { record: number; line: number; byte: number }
  /** Inside a line longer than a record may be: only its end is looked for. */
  #overlong: { at: CsvPosition; shown: string } | undefined
  /** Cells of the record being scanned, three numbers each: start, end, 1 where quotes are doubled. */
  #bounds: number[] = []
  #cellCount = 0

  constructor(format: CsvFormat, from: CsvPosition, limits: CsvLimits = CSV_LIMITS) {
    this.#format = format
    this.#limits = limits
    this.#size = unitSize(format.encoding)
    this.#decode = decoderOf(format.encoding)
    this.#delimiter = format.delimiter.charCodeAt(0)
    this.#quote = format.quote.charCodeAt(0)
    this.#newline = format.newline === 'cr' ? CR : LF
    this.#units = this.#size === 1 ? Buffer.alloc(0) : new Uint16Array(0)
    this.#place = { ...from }
  }

  /** Records that these bytes complete. */
  push(chunk: Buffer): CsvRecord[] {
    if (this.#size === 1)
      this.#units = this.#units.length === 0 ? chunk : Buffer.concat([this.#units as Buffer, chunk])
    else this.#appendPairs(chunk)
    return this.#drain(false)
  }

  /** What is left at the end of the file. */
  end(): CsvRecord[] {
    if (this.#half.length > 0) this.#units = Uint16Array.from([...this.#units, HALF_A_PAIR])
    const records = this.#drain(true)
    if (this.#overlong) records.push(this.#closeOverlong())
    return records
  }

  #appendPairs(chunk: Buffer): void {
    const bytes = this.#half.length === 0 ? chunk : Buffer.concat([this.#half, chunk])
    const whole = bytes.length - (bytes.length % 2)
    this.#half = Buffer.from(bytes.subarray(whole))
    const before = this.#units.length
    const units = new Uint16Array(before + whole / 2)
    units.set(this.#units)
    const little = this.#format.encoding === 'utf-16le'
    for (let at = 0; at < whole; at += 2)
      units[before + at / 2] = little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
    this.#units = units
  }

  #drain(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    let at = 0
    while (at < this.#units.length) {
      const overlong = this.#overlong !== undefined
      const found = overlong ? this.#skipOverlong(at, final) : this.#find(at, final)
      if (!found) break
      const isRecord = !overlong && !this.#overlong && !this.#isBlank(at, found.end)
      const from = this.#advance(found, (found.next - at) * this.#size, isRecord)
      if (isRecord) records.push(this.#record(from, at, found))
      else if (overlong && found.lines > 0) records.push(this.#closeOverlong())
      at = found.next
    }
    this.#units = this.#units.slice(at)
    return records
  }

  /** Moves on behind an extent. Returns where it began. */
  #advance(found: Extent, bytes: number, isRecord: boolean): CsvPosition {
    const from = this.#place
    this.#place = {
      record: from.record + (isRecord ? 1 : 0),
      line: from.line + found.lines,
      byte: from.byte + bytes,
    }
    return from
  }

  #find(at: number, final: boolean): Extent | undefined {
    const most = this.#limits.recordBytes / this.#size
    const found = this.#scan(at, final)
    if (found === 'open')
      return final || this.#units.length - at > most
        ? this.#firstLine(at, 'quote_not_closed', final)
        : undefined
    if (found === 'misplaced') return this.#firstLine(at, 'quote_misplaced', final)
    if (found) return found.end - at > most ? { ...found, problem: 'record_too_long' } : found
    return this.#units.length - at > most ? this.#firstLine(at, 'record_too_long', final) : undefined
  }

  /** The line at `at` as one extent. Where even its end is out of reach, begins to skip it. */
  #firstLine(at: number, problem: CsvProblemCode, final: boolean): Extent | undefined {
    const { length } = this.#units
    const end = this.#units.indexOf(this.#newline, at)
    if (end !== -1) return { end, next: end + 1, lines: 1, problem }
    if (final) return { end: length, next: length, lines: 1, problem }
    if (length - at <= this.#limits.recordBytes / this.#size) return undefined
    this.#overlong = { at: { ...this.#place }, shown: this.#decode(this.#units, at, at + SHOWN) }
    return { end: length, next: length, lines: 0, problem: 'record_too_long' }
  }

  #skipOverlong(at: number, final: boolean): Extent {
    const end = this.#units.indexOf(this.#newline, at)
    const { length } = this.#units
    if (end !== -1) return { end, next: end + 1, lines: 1, problem: null }
    return { end: length, next: length, lines: final ? 1 : 0, problem: null }
  }

  #closeOverlong(): CsvRecord {
    const { at, shown } = this.#overlong ?? { at: this.#place, shown: '' }
    this.#overlong = undefined
    this.#place = { ...this.#place, record: at.record + 1 }
    return { at, next: { ...this.#place }, cells: [], problem: 'record_too_long', original: () => shown }
  }

  #isBlank(at: number, end: number): boolean {
    for (let index = at; index < end; index++) {
      const unit = this.#units[index]
      if (unit !== SPACE && unit !== CR) return false
    }
    return true
  }

  /** Finds the cells of the record at `at`. Undefined: its end has not come yet; `open`: neither has the end of a quote. */
  #scan(at: number, final: boolean): Extent | 'open' | 'misplaced' | undefined {
    const units = this.#units
    const { length } = units
    this.#bounds = []
    this.#cellCount = 0
    let lines = 1
    for (let start = at; ; ) {
      let first = start
      while (first < length && units[first] === SPACE) first++
      if (first === length && !final) return undefined
      let stop: number
      if (units[first] === this.#quote) {
        const close = this.#closingQuote(first + 1)
        if (close === undefined) return 'open'
        stop = close.at + 1
        while (stop < length && (units[stop] === SPACE || (units[stop] === CR && this.#newline === LF)))
          stop++
        // A quote at the very end may be the first of two.
        if (stop === length && !final) return close.at + 1 === length ? 'open' : undefined
        if (stop < length && units[stop] !== this.#delimiter && units[stop] !== this.#newline)
          return 'misplaced'
        lines += this.#linesIn(first, close.at)
        this.#addCell(first + 1, close.at, close.doubled)
      } else {
        stop = first
        while (stop < length && units[stop] !== this.#delimiter && units[stop] !== this.#newline) stop++
        if (stop === length && !final) return undefined
        this.#addCell(start, units[stop] === this.#delimiter ? stop : this.#withoutCr(start, stop), 0)
      }
      if (stop === length) return { end: length, next: length, lines, problem: null }
      if (units[stop] === this.#newline) return { end: stop, next: stop + 1, lines, problem: null }
      start = stop + 1
    }
  }

  #addCell(start: number, end: number, doubled: 0 | 1): void {
    this.#cellCount++
    // Beyond the limit cells are counted, not kept: a million commas cost no memory.
    if (this.#cellCount <= this.#limits.columns) this.#bounds.push(start, end, doubled)
  }

  #closingQuote(from: number): { at: number; doubled: 0 | 1 } | undefined {
    let doubled: 0 | 1 = 0
    for (let at = from; ; at += 2) {
      at = this.#units.indexOf(this.#quote, at)
      if (at === -1) return undefined
      if (this.#units[at + 1] !== this.#quote) return { at, doubled }
      doubled = 1
    }
  }

  #linesIn(start: number, end: number): number {
    let lines = 0
    for (let at = start; at < end; at++) if (this.#units[at] === this.#newline) lines++
    return lines
  }

  #withoutCr(start: number, end: number): number {
    let at = end
    while (at > start && this.#units[at - 1] === CR) at--
    return at
  }

  #record(from: CsvPosition, at: number, { end, problem: found }: Extent): CsvRecord {
    const units = this.#units
    const last = this.#withoutCr(at, end)
    const problem = found ?? this.#problemOf(at, last)
    const shown = problem === 'record_too_long' ? Math.min(last, at + SHOWN) : last
    return {
      at: from,
      next: this.#place,
      cells: problem ? [] : this.#cells(),
      problem,
      original: () => this.#original(units, at, shown),
    }
  }

  #problemOf(at: number, end: number): CsvProblemCode | null {
    if (this.#cellCount > this.#limits.columns) return 'too_many_cells'
    return isText(this.#format.encoding, this.#units, at, end) ? null : 'undecodable'
  }

  #cells(): string[] {
    const cells: string[] = []
    const { quote } = this.#format
    for (let index = 0; index < this.#bounds.length; index += 3) {
      const text = this.#decode(this.#units, this.#bounds[index] ?? 0, this.#bounds[index + 1] ?? 0)
      cells.push(this.#bounds[index + 2] ? text.replaceAll(quote + quote, quote) : text)
    }
    return cells
  }

  /** Bytes that are no UTF-8 are shown as Latin-1, so that the person sees which they are. */
  #original(units: Units, at: number, end: number): string {
    const { encoding } = this.#format
    if (this.#size === 1 && !isText(encoding, units, at, end))
      return bytesOf(units, at, end).toString('latin1')
    return this.#decode(units, at, end)
  }
}
