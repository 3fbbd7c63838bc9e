import type { WireStatement } from '../statement.ts'

/**
 * Writes the messages of a flight into one buffer (PostgreSQL documentation, "Message Formats"). The driver's own
 * serializer makes four small buffers for each statement, which cost more than the server's work on a short one.
 */
export class FlightWriter {
  #buffer = Buffer.allocUnsafe(1_024)
  #length = 0

  /** Parse: the server keeps the statement under its name. Types are left to the server. */
  parse(statement: WireStatement): void {
    const start = this.#open(0x50)
    this.#text(statement.name)
    this.#text(statement.text)
    this.#int16(0)
    this.#close(start)
  }

  /** Bind to the unnamed portal. Text goes as text, a Buffer as binary; results come as text. */
  bind({ name, values }: WireStatement): void {
    const start = this.#open(0x42)
    this.#text('')
    this.#text(name)
    const binary = values.some(Buffer.isBuffer)
    this.#int16(binary ? values.length : 0)
    if (binary) for (const value of values) this.#int16(Buffer.isBuffer(value) ? 1 : 0)
    this.#int16(values.length)
    for (const value of values) this.#value(value)
    this.#int16(0)
    this.#close(start)
  }

  #value(value: string | Buffer | null): void {
    if (value === null) {
      this.#int32(-1)
      return
    }
    const bytes = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    this.#int32(bytes)
    this.#reserve(bytes)
    if (typeof value === 'string') this.#buffer.write(value, this.#length)
    else value.copy(this.#buffer, this.#length)
    this.#length += bytes
  }

  /** Describe: the server tells the columns of the unnamed portal. */
  describe(): void {
    const start = this.#open(0x44)
    this.#reserve(1)
    this.#buffer[this.#length++] = 0x50
    this.#text('')
    this.#close(start)
  }

  /** Execute: all rows of the unnamed portal. */
  execute(): void {
    const start = this.#open(0x45)
    this.#text('')
    this.#int32(0)
    this.#close(start)
  }

  /** Sync, once, at the end: the server answers, and skips what follows an error up to here. */
  finish(): Buffer {
    this.#close(this.#open(0x53))
    return this.#buffer.subarray(0, this.#length)
  }

  #open(type: number): number {
    this.#reserve(5)
    this.#buffer[this.#length] = type
    this.#length += 5
    return this.#length - 4
  }

  #close(start: number): void {
    this.#buffer.writeInt32BE(this.#length - start, start)
  }

  #text(text: string): void {
    const bytes = Buffer.byteLength(text)
    this.#reserve(bytes + 1)
    this.#buffer.write(text, this.#length)
    this.#length += bytes
    this.#buffer[this.#length++] = 0
  }

  #int16(value: number): void {
    if (value > 0xffff) throw new TypeError('a statement can have at most 65535 parameters')
    this.#reserve(2)
    this.#length = this.#buffer.writeUInt16BE(value, this.#length)
  }

  #int32(value: number): void {
    this.#reserve(4)
    this.#length = this.#buffer.writeInt32BE(value, this.#length)
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}
