import type { IncomingMessage } from 'node:http'
import { AppError } from '#platform/errors/app-error.ts'

const LARGEST = 65_536

/**
 * Reads a form as browsers send it.
 * @throws {AppError} body_too_large, media_type_not_supported
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw new AppError('media_type_not_supported')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part: Buffer = Buffer.from(chunk)
    bytes += part.length
    if (bytes > LARGEST) throw new AppError('body_too_large')
    chunks.push(part)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
