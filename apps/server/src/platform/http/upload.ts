import { Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors/app-error.ts'
import type { Upload } from './context.ts'

/**
 * The file of a request, unread: the one file of a multipart form, or the raw body with its name in `?name=`.
 * The stream fails with `body_too_large` as soon as it passes `maxBytes`; nothing is buffered.
 */
export async function receiveUpload(request: FastifyRequest, maxBytes: number): Promise<Upload> {
  if (request.isMultipart()) {
    const part = await request.file({ limits: { fileSize: maxBytes, files: 1 } }).catch((cause: unknown) => {
      throw new AppError('bad_request', { message: 'The multipart form cannot be read.', cause })
    })
    if (!part) throw new AppError('bad_request', { message: 'The form holds no file.' })
    // What came in one packet may be over before anybody listens; a pipe from it would never end.
    if (part.file.errored) throw brokenOff(part.file.errored)
    const limited = limit(maxBytes)
    part.file.once('limit', () => limited.destroy(tooLarge(maxBytes)))
    part.file.once('error', error => limited.destroy(brokenOff(error)))
    return { name: cleanName(part.filename), mediaType: part.mimetype, stream: part.file.pipe(limited) }
  }
  const name =
    typeof request.query === 'object' && request.query && 'name' in request.query
      ? String(request.query.name)
      : ''
  const limited = limit(maxBytes)
  request.raw.once('error', error => limited.destroy(error))
  request.raw.once('aborted', () => limited.destroy(brokenOff()))
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim() ?? 'application/octet-stream'
  return { name: cleanName(name), mediaType, stream: request.raw.pipe(limited) }
}

function limit(maxBytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}

const brokenOff = (cause?: unknown) =>
  new AppError('bad_request', { message: 'The upload was broken off.', cause })

const tooLarge = (maxBytes: number) =>
  new AppError('body_too_large', {
    message: `The file is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`,
  })

/** A file name for showing: no path, no control characters, at most 200 characters. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 200)
    // The cut may have left half a character, which no database takes.
    .toWellFormed()
  return clean === '' ? 'upload' : clean
}
