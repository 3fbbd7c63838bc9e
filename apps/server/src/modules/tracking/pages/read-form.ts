import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { AppError } from '#platform/errors/app-error.ts'

const LARGEST = 65_536
const PATIENCE_MS = 30_000

/**
 * Reads a form as browsers send it. Who sends it byte by byte is cut off.
 * @throws {AppError} bad_request, body_too_large, media_type_not_supported
 */
export async function readForm(
  request: Readable & Pick<IncomingMessage, 'headers'>,
  patienceMs = PATIENCE_MS,
): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw new AppError('media_type_not_supported')
  const late = new AppError('bad_request', { message: 'The form took too long to arrive.' })
  const timer = setTimeout(() => request.destroy(late), patienceMs)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      const part: Buffer = Buffer.from(chunk)
      bytes += part.length
      if (bytes > LARGEST) throw new AppError('body_too_large')
      chunks.push(part)
    }
  } finally {
    clearTimeout(timer)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
