import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { AppError } from '../errors/app-error.ts'
import type { PutResult } from './storage.ts'

/** Passes bytes on while it counts and hashes them. */
export class Measured extends Transform {
  readonly #hash = createHash('sha256')
  readonly #limit: number
  #bytes = 0

  /** @param limit most bytes; one more destroys the stream with `body_too_large` */
  constructor(limit = Number.POSITIVE_INFINITY) {
    super()
    this.#limit = limit
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#limit) {
      done(new AppError('body_too_large', { message: `The file is larger than ${this.#limit} bytes.` }))
      return
    }
    this.#hash.update(chunk)
    done(null, chunk)
  }

  /** After the last byte. */
  result(): PutResult {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}
