import { AppError } from '#platform/errors/app-error.ts'
import type { Reply, RouteContext } from '#platform/http/context.ts'

/** Pictures that were asked for lately, up to so many bytes: the same page is looked at by several people. */
export class PictureCache {
  readonly #limit: number
  readonly #pictures = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): Uint8Array | undefined {
    const picture = this.#pictures.get(key)
    if (!picture) return undefined
    this.#pictures.delete(key)
    this.#pictures.set(key, picture)
    return picture
  }

  clear(): void {
    this.#pictures.clear()
    this.#bytes = 0
  }

  put(key: string, picture: Uint8Array): void {
    if (picture.length > this.#limit / 4 || this.#pictures.has(key)) return
    this.#pictures.set(key, picture)
    this.#bytes += picture.length
    for (const [oldest, { length }] of this.#pictures) {
      if (this.#bytes <= this.#limit) return
      this.#pictures.delete(oldest)
      this.#bytes -= length
    }
  }
}

export interface Picture {
  /** Hash of everything that the picture depends on. */
  readonly key: string
  readonly name: string
  readonly mediaType: string
  readonly draw: () => Promise<Uint8Array>
}

/** Answers with a picture: from the browser's own copy, from the cache, or drawn now. */
export async function sendPicture(
  ctx: RouteContext,
  cache: PictureCache,
  { key, name, mediaType, draw }: Picture,
): Promise<Reply> {
  const etag = `"${key}"`
  if (ctx.header('if-none-match') === etag) return ctx.reply(304, undefined, { etag })
  let bytes = cache.get(key)
  if (!bytes) {
    bytes = await draw().catch(error => {
      throw ctx.signal.aborted
        ? new AppError('bad_request', { message: 'The request was broken off.', cause: error })
        : error
    })
    cache.put(key, bytes)
  }
  return ctx.download({ name, mediaType, stream: bytes, bytes: bytes.length, inline: true, etag })
}
