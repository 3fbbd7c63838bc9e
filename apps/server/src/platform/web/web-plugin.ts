import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/app-error.ts'
import { NONCE_MARK, WEB_DIST } from './web-files.ts'

/** First parts of addresses that are never pages of the app, so that a mistyped one gets an error and no page. */
const NOT_PAGES = new Set([
  'v1',
  'api',
  'r',
  'R',
  'p',
  'docs',
  'hooks',
  'mailbox',
  'healthz',
  'readyz',
  'metrics',
])
/** Files beside the hashed ones; everything else that a browser opens is a page. */
const FILES_OF_ROOT = new Set(['favicon.svg', 'color-scheme.js'])

const YEAR_MS = 365 * 24 * 3600 * 1000

/**
 * Serves the built web app: hashed files for good, the page for every address of the app, never from the browser's
 * cache. Whatever is neither gets `route_not_found` in the shape of all errors.
 * @param dist where the built app lies; read when it is asked for, so that a build may come after the start
 */
export function webPlugin(dist: string = WEB_DIST): (app: FastifyInstance) => Promise<void> {
  return async app => {
    // `serve: false`: no route of its own, only `reply.sendFile`, which keeps paths inside the folder.
    await app.register(fastifyStatic, { root: dist, serve: false, preCompressed: true })
    app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
      const address = request.params['*']
      if (address.startsWith('assets/'))
        return reply.sendFile(address, { immutable: true, maxAge: YEAR_MS, index: false })
      if (FILES_OF_ROOT.has(address)) return reply.sendFile(address, { maxAge: 0, index: false })
      if (!isPage(address, request)) throw new AppError('route_not_found')
      return sendPage(reply, dist)
    })
  }
}

function isPage(address: string, request: FastifyRequest): boolean {
  const [first = ''] = address.split('/')
  if (NOT_PAGES.has(first)) return false
  return address === '' || (request.headers.accept ?? '').includes('text/html')
}

async function sendPage(reply: FastifyReply, dist: string): Promise<FastifyReply> {
  const page = await readFile(path.join(dist, 'index.html'), 'utf8').catch(notBuilt)
  const nonce = randomBytes(16).toString('base64')
  return reply
    .headers({
      'content-security-policy': contentPolicy(nonce),
      'cache-control': 'no-cache, private',
      'cross-origin-resource-policy': 'same-origin',
    })
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE_MARK, nonce))
}

function notBuilt(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    throw new AppError('web_not_built', { cause: error })
  throw error
}

/**
 * Only what we serve ourselves. The nonce is for the style elements that the component library writes (sizes per
 * screen width, theme colours); scripts are files and need none.
 */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
