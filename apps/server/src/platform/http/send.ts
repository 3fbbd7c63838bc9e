import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Download, ServerEvent } from './context.ts'

/** RFC 6266 header: an ASCII name for old programs, the true one in UTF-8 beside it. */
export function contentDisposition(name: string, inline: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeByte)}`
}

const escapeByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** Sends a file so that no browser runs it: sniffing off, sandboxed, saved unless its type is harmless. */
export function sendFile(reply: FastifyReply, file: Download, knownEtag: string | undefined): unknown {
  reply.headers({
    'content-disposition': contentDisposition(file.name, file.inline ?? false),
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
    'cache-control': 'private, no-cache',
  })
  if (file.etag) reply.header('etag', file.etag)
  if (file.etag && file.etag === knownEtag) return reply.code(304).send()
  if (file.bytes !== undefined) reply.header('content-length', file.bytes)
  return reply
    .type(file.mediaType)
    .send(file.stream instanceof Readable ? file.stream : Buffer.from(file.stream))
}

const KEEP_ALIVE_MS = 15_000

/** Writes server-sent events until the source ends or the client leaves; comments keep proxies from closing a quiet line. */
export async function sendEvents(
  reply: FastifyReply,
  source: AsyncIterable<ServerEvent>,
  signal: AbortSignal,
): Promise<void> {
  reply.hijack()
  const out = reply.raw
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  })
  const keepAlive = setInterval(() => out.write(':\n\n'), KEEP_ALIVE_MS)
  try {
    for await (const { event, data, id } of source) {
      if (signal.aborted) break
      out.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  } finally {
    clearInterval(keepAlive)
    out.end()
  }
}
