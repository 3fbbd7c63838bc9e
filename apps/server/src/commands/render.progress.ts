import type { RenderProgress } from '@lettershop/print-engine'

const WIDTH = 28
/** Plain output (no terminal) says something this often. */
const PLAIN_EVERY_MS = 5000
const TERMINAL_EVERY_MS = 100

/** A progress line on a terminal, a plain line now and then elsewhere. */
export class Progress {
  private readonly stream: { write(text: string): unknown; isTTY?: boolean }
  private readonly total: number | undefined
  private readonly started = performance.now()
  private last = 0
  private drawn = false

  constructor(stream: { write(text: string): unknown; isTTY?: boolean }, total: number | undefined) {
    this.stream = stream
    this.total = total
  }

  show({ records, pages }: RenderProgress): void {
    const now = performance.now()
    if (now - Math.max(this.last, this.started) < (this.stream.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS))
      return
    this.last = now
    const rate = Math.round(pages / ((now - this.started) / 1000))
    const text = `${records}${this.total ? ` of ${this.total}` : ''} records, ${pages} pages, ${rate} pages/s`
    if (!this.stream.isTTY) {
      this.stream.write(`${text}\n`)
      return
    }
    const filled = this.total ? Math.min(WIDTH, Math.round((records / this.total) * WIDTH)) : 0
    const bar = this.total ? `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ` : ''
    this.stream.write(`\r\u001b[K${bar}${text}`)
    this.drawn = true
  }

  /** Clears the line, so that the summary stands alone. */
  end(): void {
    if (this.drawn) this.stream.write('\r\u001b[K')
  }
}
