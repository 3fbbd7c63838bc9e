import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { Resource } from './resources.ts'
import { num } from './syntax.ts'

/** Takes the bytes of the file in order. May be slow: writing waits for it, so memory stays flat. */
export type Sink = (chunk: Uint8Array) => void | Promise<void>

/** Objects that are packed together into one compressed object stream. */
const OBJECTS_PER_STREAM = 200
/** Bytes gathered before the sink is called. */
const CHUNK = 256 * 1024
/** Level 5 is as small as 6 for content of pages; a small window starts quicker. */
const DEFLATE = { level: 5, windowBits: 12, memLevel: 7, chunkSize: 4096 }
/** Shorter content is left as it is: starting the compressor takes longer than drawing such a page. */
const MIN_DEFLATE = 320

/**
 * Writes a PDF object by object, nothing twice and nothing kept but numbers. Small objects go into object streams, the
 * cross-reference table is a stream (PDF 1.5), so a page costs tens of bytes beside its content.
 */
export class PdfWriter {
  private readonly sink: Sink
  /** What was written and is not handed over: full chunks, and the one that is being filled. */
  private full: Uint8Array[] = []
  private readonly chunk = Buffer.allocUnsafe(CHUNK)
  private filled = 0
  private position = 0
  private count = 0
  private readonly digest = createHash('sha256')
  private readonly table = new XrefTable()
  private packed: { number: number; body: string }[] = []
  private readonly resources = new Map<string, number>()
  private readonly dictionaries = new Map<string, number>()

  constructor(sink: Sink) {
    this.sink = sink
    // The comment's bytes above 127 tell file transfers that this is no text.
    this.write('%PDF-1.6\n%\xe2\xe3\xcf\xd3\n')
  }

  /** Bytes written so far. */
  get length(): number {
    return this.position
  }

  /** A number for an object to come. */
  allocate(): number {
    return ++this.count
  }

  /** An object that is no stream; written with others when there are enough. */
  object(number: number, body: string): void {
    this.packed.push({ number, body })
    if (this.packed.length >= OBJECTS_PER_STREAM) this.flushPacked()
  }

  /** A stream. Deflated unless its dictionary says how it is filtered, or it is too short to gain. */
  stream(number: number, dict: string, bytes: Uint8Array | string): void {
    const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    const filtered = dict.includes('/Filter') || raw.length < MIN_DEFLATE
    const data = filtered ? raw : deflateSync(raw, DEFLATE)
    this.encoded(number, filtered ? dict : `${dict}/Filter/FlateDecode`, data)
  }

  /** A stream whose bytes are as its dictionary says. */
  encoded(number: number, dict: string, data: Uint8Array): void {
    this.table.plain(number, this.position)
    this.write(`${number} 0 obj\n<<${dict}/Length ${data.length}>>\nstream\n`)
    this.write(data)
    this.write('\nendstream\nendobj\n')
  }

  /** The object of a resource; written, with everything that it uses, when it is first asked for. */
  resource(resource: Resource): number {
    const known = this.resources.get(resource.name)
    if (known !== undefined) return known
    const number = this.allocate()
    this.resources.set(resource.name, number)
    for (const used of resource.uses) this.resource(used)
    const dict = this.refer(resource.dict)
    if (resource.stream) this.stream(number, dict, resource.stream)
    else this.object(number, `<<${dict}>>`)
    return number
  }

  /** Number of the object of a font, which is written at the end, when its glyphs are known. */
  font(name: string): number {
    let number = this.resources.get(name)
    if (number === undefined) {
      number = this.allocate()
      this.resources.set(name, number)
    }
    return number
  }

  /** A dictionary that many pages share, such as their resources: equal text is one object. */
  shared(text: string): number {
    const known = this.dictionaries.get(text)
    if (known !== undefined) return known
    const number = this.allocate()
    if (this.dictionaries.size > 5000) this.dictionaries.clear()
    this.dictionaries.set(text, number)
    this.object(number, this.refer(text))
    return number
  }

  /** Puts object numbers in the place of names between double percent signs. */
  refer(text: string): string {
    return text.replace(/%%(\w+)%%/g, (_, name: string) => `${this.font(name)} 0 R`)
  }

  /** Hands full chunks to the sink; at the end, everything. */
  async drain(all = false): Promise<void> {
    if (all) this.closeChunk()
    if (this.full.length === 0) return
    const { full } = this
    this.full = []
    for (const chunk of full) {
      this.digest.update(chunk)
      await this.sink(chunk)
    }
  }

  /** Writes the cross-reference stream and the end of the file. */
  async finish(root: number, info: number): Promise<void> {
    this.flushPacked()
    await this.drain(true)
    const number = this.allocate()
    const start = this.position
    this.table.plain(number, start)
    const { width, rows } = this.table.encode(this.count + 1)
    const id = this.digest.copy().digest('hex').slice(0, 32)
    const dict = `/Type/XRef/Size ${this.count + 1}/W[1 ${width} 2]/Root ${root} 0 R/Info ${info} 0 R/ID[<${id}><${id}>]/DecodeParms<</Predictor 12/Columns ${width + 3}>>/Filter/FlateDecode`
    this.encoded(number, dict, deflateSync(rows))
    this.write(`startxref\n${num(start)}\n%%EOF\n`)
    await this.drain(true)
  }

  private flushPacked(): void {
    const { packed } = this
    if (packed.length === 0) return
    this.packed = []
    const number = this.allocate()
    let offset = 0
    let head = ''
    packed.forEach((entry, index) => {
      head += `${entry.number} ${offset} `
      offset += entry.body.length + 1
      this.table.packed(entry.number, number, index)
    })
    const body = `${head}\n${packed.map(entry => entry.body).join('\n')}\n`
    this.stream(number, `/Type/ObjStm/N ${packed.length}/First ${head.length + 1}`, body)
  }

  private write(data: string | Uint8Array): void {
    this.position += data.length
    if (data.length > CHUNK - this.filled) {
      this.closeChunk()
      if (data.length > CHUNK) {
        this.full.push(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
        return
      }
    }
    if (typeof data === 'string') this.chunk.write(data, this.filled, 'latin1')
    else this.chunk.set(data, this.filled)
    this.filled += data.length
  }

  /** Puts the chunk that was being filled with the full ones. The sink may keep it, so it is copied. */
  private closeChunk(): void {
    if (this.filled === 0) return
    this.full.push(Uint8Array.prototype.slice.call(this.chunk, 0, this.filled))
    this.filled = 0
  }
}

/** Where objects lie, in arrays of numbers: 400,000 objects of 100,000 records take 7 MB. */
class XrefTable {
  private kind = new Uint8Array(1024)
  private where = new Float64Array(1024)
  private index = new Uint16Array(1024)

  plain(number: number, offset: number): void {
    this.set(number, 1, offset, 0)
  }

  packed(number: number, stream: number, index: number): void {
    this.set(number, 2, stream, index)
  }

  private set(number: number, kind: number, where: number, index: number): void {
    if (number >= this.kind.length) this.grow(number)
    this.kind[number] = kind
    this.where[number] = where
    this.index[number] = index
  }

  private grow(number: number): void {
    const length = Math.max(number + 1, this.kind.length * 2)
    const { kind, where, index } = this
    this.kind = new Uint8Array(length)
    this.where = new Float64Array(length)
    this.index = new Uint16Array(length)
    this.kind.set(kind)
    this.where.set(where)
    this.index.set(index)
  }

  /** Rows of kind, place and index, each as difference from the row above (PNG predictor "up"): they deflate well. */
  encode(size: number): { width: number; rows: Uint8Array } {
    let largest = 1
    for (let i = 0; i < size; i++) largest = Math.max(largest, this.where[i] ?? 0)
    const width = Math.ceil(Math.log2(largest + 1) / 8)
    const columns = width + 3
    const rows = new Uint8Array(size * (columns + 1))
    let above = new Uint8Array(columns)
    for (let i = 0; i < size; i++) {
      const row = new Uint8Array(columns)
      row[0] = this.kind[i] ?? 0
      let value = this.where[i] ?? 0
      for (let b = width; b >= 1; b--) {
        row[b] = value % 256
        value = Math.floor(value / 256)
      }
      // Object 0 heads the list of free objects.
      const index = i === 0 ? 0xffff : (this.index[i] ?? 0)
      row[width + 1] = index >> 8
      row[width + 2] = index & 255
      const at = i * (columns + 1)
      rows[at] = 2
      for (let c = 0; c < columns; c++) rows[at + 1 + c] = ((row[c] ?? 0) - (above[c] ?? 0)) & 255
      above = row
    }
    return { width, rows }
  }
}
