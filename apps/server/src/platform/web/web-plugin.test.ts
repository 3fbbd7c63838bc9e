import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toAppError } from '../errors/from-unknown.ts'
import { compressFiles } from './compress.ts'
import { hashOfSources } from './source-hash.ts'
import { webPlugin } from './web-plugin.ts'

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4000))})`
let dist: string
let app: FastifyInstance

async function openApp(root: string): Promise<FastifyInstance> {
  const opened = fastify()
  opened.setErrorHandler((thrown, _request, reply) => {
    const { code, entry } = toAppError(thrown)
    return reply.code(entry.status).send({ error: { code } })
  })
  opened.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: { code: 'route_not_found' } }))
  await webPlugin(root)(opened)
  opened.get('/v1/things', async () => ({ data: [] }))
  return opened
}

beforeAll(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'lettershop-web-'))
  await mkdir(path.join(dist, 'assets'))
  await writeFile(path.join(dist, 'index.html'), '<script src="/a.js" nonce="LETTERSHOP_CSP_NONCE"></script>')
  await writeFile(path.join(dist, 'assets/app-1a2b.js'), SCRIPT)
  await writeFile(path.join(dist, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(path.join(dist, 'build.sha256'), 'secret')
  await compressFiles(dist)
  app = await openApp(dist)
})

afterAll(async () => {
  await app.close()
  await rm(dist, { recursive: true })
})

const open = (url: string, headers: Record<string, string> = { accept: 'text/html,*/*' }) =>
  app.inject({ method: 'GET', url, headers })

test.each(['/', '/sign-in', '/o/acme/campaigns/018f', '/invitation/abc.def-ghi', '/?next=%2F'])(
  'the page for %s, with a policy of its own',
  async url => {
    const answer = await open(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toContain('no-cache')
    const nonce = /'nonce-([^']+)'/.exec(String(answer.headers['content-security-policy']))?.[1]
    expect(answer.body).toContain(`nonce="${nonce}"`)
    expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/)
  },
)

test('each load has another nonce', async () => {
  const [one, two] = await Promise.all([open('/'), open('/')])
  expect(one.body).not.toBe(two.body)
})

test.each(['/v1/nothing', '/api/nothing', '/r/ABC', '/R/ABC', '/p/acme/spring', '/docs/x', '/healthz'])(
  '%s is never a page',
  async url => {
    const answer = await open(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ error: { code: 'route_not_found' } })
  },
)

test('routes of the API are not covered', async () => {
  expect((await open('/v1/things')).json()).toEqual({ data: [] })
})

test('what is no navigation gets no page: a missing picture, a program, another method', async () => {
  expect((await open('/nothing.png', { accept: 'image/*' })).statusCode).toBe(404)
  expect((await open('/sign-in', { accept: 'application/json' })).statusCode).toBe(404)
  expect((await app.inject({ method: 'POST', url: '/sign-in' })).statusCode).toBe(404)
})

test('hashed files are kept for good, in the encoding that the browser reads', async () => {
  const plain = await open('/assets/app-1a2b.js', {})
  expect(plain.body).toBe(SCRIPT)
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(plain.headers['content-type']).toContain('javascript')
  for (const encoding of ['br', 'gzip']) {
    const small = await open('/assets/app-1a2b.js', { 'accept-encoding': encoding })
    expect(small.headers['content-encoding']).toBe(encoding)
    expect(small.rawPayload.length).toBeLessThan(SCRIPT.length / 10)
    expect(small.headers['content-type']).toContain('javascript')
  }
  expect((await open('/favicon.svg')).headers['content-type']).toContain('svg')
})

test.each(['/assets/missing.js', '/assets/../build.sha256', '/assets/%2e%2e/build.sha256', '/build.sha256'])(
  '%s gives nothing away',
  async url => {
    const answer = await open(url, {})
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.statusCode).toBeLessThan(500)
    expect(answer.body).not.toContain('secret')
  },
)

test('before the first build it says so', async () => {
  const unbuilt = await openApp(path.join(dist, 'none'))
  const answer = await unbuilt.inject({ method: 'GET', url: '/' })
  expect(answer.json()).toEqual({ error: { code: 'web_not_built' } })
  await unbuilt.close()
})

test('the hash of the sources tells contents and names, and nothing else', async () => {
  const before = await hashOfSources([dist])
  expect(await hashOfSources([dist])).toBe(before)
  await writeFile(path.join(dist, 'assets/thing.test.ts'), 'tests do not count')
  expect(await hashOfSources([dist])).toBe(before)
  await writeFile(path.join(dist, 'assets/thing.ts'), '1')
  const after = await hashOfSources([dist])
  expect(after).not.toBe(before)
  await writeFile(path.join(dist, 'assets/thing.ts'), '2')
  expect(await hashOfSources([dist])).not.toBe(after)
})
