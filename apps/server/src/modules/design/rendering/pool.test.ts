import { expect, test } from 'vitest'
import { PictureCache } from './picture-cache.ts'
import { RenderPool } from './pool.ts'

const text = (content: string) => ({ type: 'Textbox', left: 9, top: 9, width: 99, height: 20, text: content })
const card = (...objects: unknown[]) => ({
  lettershop: 1,
  format: 'a6',
  pages: [{ canvas: { version: '6.7.1', objects } }],
})
const hello = { document: card(text('Hello {{ name }}')), record: { name: 'Ada' } }
const noAsset = { asset: async () => undefined }
const pool = () => new RenderPool({ size: 1, memoryMb: 256 })

test('more tasks than threads are done one after the other, each with its own outcome', async () => {
  const one = pool()
  const files = await Promise.all(
    ['Ada', 'Bob', 'Ada'].map(name => one.run('pdf', { ...hello, record: { name } }, noAsset)),
  )
  expect(Buffer.compare(files[0]!, files[2]!)).toBe(0)
  expect(Buffer.compare(files[0]!, files[1]!)).not.toBe(0)
})

test('a task that takes too long is ended with its thread; the next one gets another thread', async () => {
  const quick = new RenderPool({ size: 1, memoryMb: 256, deadlineMs: 4_000 })
  const never = { asset: () => new Promise<undefined>(() => {}) }
  const image = card({ type: 'Image', src: 'slow.png', left: 0, top: 0, width: 9, height: 9 })
  await expect(quick.run('inspect', { document: image }, never)).rejects.toMatchObject({
    code: 'render_timeout',
  })
  expect((await quick.run('personalise', hello, noAsset))['format']).toBe('a6')
})

test('what a task asks for in vain is its outcome, as it was thrown', async () => {
  const one = pool()
  const full = new Error('the disk is full')
  const records = [[{ name: 'Ada' }], []]
  const print = one.run(
    'print',
    { document: hello.document },
    {
      ...noAsset,
      records: async () => records.shift() ?? [],
      chunk: async () => {
        throw full
      },
    },
  )
  await expect(print).rejects.toBe(full)
  await expect(one.run('pdf', hello, noAsset)).resolves.toBeInstanceOf(Uint8Array)
})

test('a print job that is aborted stops at once, whether it waits or runs', async () => {
  const one = pool()
  const stop = new AbortController()
  const endless = { ...noAsset, records: async () => [{ name: 'Ada' }], chunk: async () => {} }
  const running = one.run('print', { document: hello.document }, endless, { signal: stop.signal })
  const waiting = one.run('print', { document: hello.document }, endless, { signal: stop.signal })
  const why = new Error('cancelled')
  setTimeout(() => stop.abort(why), 700)
  await expect(running).rejects.toBe(why)
  await expect(waiting).rejects.toBe(why)
  await expect(one.run('pdf', hello, noAsset)).resolves.toBeInstanceOf(Uint8Array)
})

test('a design that cannot be read fails with the path of its element, and the thread lives on', async () => {
  const one = pool()
  const broken = one.run('pdf', { ...hello, document: card({ type: 'Nonsense' }) }, noAsset)
  await expect(broken).rejects.toMatchObject({
    code: 'design_not_printable',
    options: { fields: [{ path: 'pages[0].canvas.objects[0]', code: 'element_unknown' }] },
  })
  await expect(one.run('png', { ...hello, page: 4, width: 50 }, noAsset)).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('the cache of pictures keeps what was looked at last, within its limit', () => {
  const cache = new PictureCache(100)
  for (const key of ['a', 'b', 'c', 'd']) cache.put(key, new Uint8Array(25))
  cache.get('a')
  cache.put('e', new Uint8Array(25))
  expect(['a', 'b', 'c', 'd', 'e'].filter(key => cache.get(key))).toEqual(['a', 'c', 'd', 'e'])
  cache.put('huge', new Uint8Array(60))
  expect(cache.get('huge')).toBeUndefined()
})
