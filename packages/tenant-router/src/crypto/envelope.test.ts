import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { KeyProvider } from '../router.types.ts'
import { contextOf, open, seal } from './aes.ts'
import { type Envelope, type EnvelopePlace, openEnvelope, rewrapEnvelope, sealEnvelope } from './envelope.ts'
import { createFileKeyring, createKeyring } from './keyring.ts'
import { Secret } from './secret.ts'

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const PLACE: EnvelopePlace = { table: 't', owner: 'o', row: 'r', column: 'c' }
const unreadable = { code: 'credential_unreadable' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'keyring-'))
})
afterAll(() => rm(folder, { recursive: true }))

const PROVIDERS: [string, (old: string, now: string) => Promise<KeyProvider>][] = [
  ['environment keyring', async (old, now) => createKeyring(`${now},${old}`)],
  [
    'file keyring',
    async (old, now) => {
      const file = path.join(folder, 'keys')
      await writeFile(file, `# current first\n${now}\n\n${old} # of last year\n`, { mode: 0o600 })
      return createFileKeyring(file)
    },
  ],
]

// Every provider passes the same contract.
for (const [name, make] of PROVIDERS) {
  test(`${name}: wraps with the current key, opens with the named one, tries no other`, async () => {
    const [old, now] = [newKey('2025'), newKey('2026')]
    const before = await sealEnvelope(createKeyring(old), PLACE, 'secret')
    const keys = await make(old, now)
    expect(keys.currentKeyId).toBe('2026')
    expect(await openEnvelope(keys, PLACE, before)).toBe('secret')
    const after = await rewrapEnvelope(keys, PLACE, before)
    expect([after.key_id, after.secret]).toEqual(['2026', before.secret])
    expect(await openEnvelope(createKeyring(now), PLACE, after)).toBe('secret')
    const unwrap = vi.spyOn(keys, 'unwrap')
    await expect(openEnvelope(keys, PLACE, { ...after, key_id: '2025' })).rejects.toMatchObject(unreadable)
    await expect(openEnvelope(keys, PLACE, { ...after, key_id: '2024' })).rejects.toMatchObject(unreadable)
    expect(unwrap).toHaveBeenCalledTimes(2)
  })
}

test('a keyring is refused without repeating a key', async () => {
  const good = newKey('a')
  for (const bad of [
    '',
    'a',
    'a:short=',
    `a:${randomBytes(31).toString('base64')}`,
    `${good},${good}`,
    good.replace('=', ''),
  ]) {
    expect(() => createKeyring(bad)).toThrow(TypeError)
    expect(() => createKeyring(bad)).not.toThrow(/[A-Za-z0-9+/]{30}/)
  }
  const file = path.join(folder, 'open')
  await writeFile(file, good)
  await chmod(file, 0o644)
  await expect(createFileKeyring(file)).rejects.toThrow(/chmod 600/)
})

test('whatever is moved to another place, row or key does not open', async () => {
  const keys = createKeyring([newKey('a'), newKey('b')].join())
  const texts = fc.string({ maxLength: 8 })
  const place = fc.record({ table: texts, owner: texts, row: texts, column: texts })
  await fc.assert(
    fc.asyncProperty(
      place,
      place,
      fc.constantFrom('place', 'secret', 'wrapped_key', 'key_id'),
      async (one, two, moved) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(two))
        const [a, b] = [await sealEnvelope(keys, one, 'of one'), await sealEnvelope(keys, two, 'of two')]
        const forged: Envelope =
          moved === 'place' ? b : moved === 'key_id' ? { ...a, key_id: 'b' } : { ...a, [moved]: b[moved] }
        await expect(openEnvelope(keys, one, forged)).rejects.toMatchObject(unreadable)
      },
    ),
    { numRuns: process.env['GUARANTEES'] === 'full' ? 10_000 : 300, seed: 17 },
  )
})

test('each flipped bit, cut tag and loose base64 is refused', () => {
  const key = randomBytes(32)
  const context = contextOf('here')
  const sealed = seal(key, Buffer.from('postgres://…'), context)
  expect(open(key, sealed, context).toString()).toBe('postgres://…')
  const parts = sealed.split(':').map(part => Buffer.from(part, 'base64'))
  const join = (list: readonly Buffer[]) => list.map(part => part.toString('base64')).join(':')
  for (const [index, part] of parts.entries())
    for (let bit = 0; bit < part.length * 8; bit++) {
      const flipped = Buffer.from(part)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => open(key, join(parts.with(index, flipped)), context)).toThrow()
    }
  for (const length of [0, 4, 8, 12, 13, 14, 15])
    expect(() => open(key, join(parts.with(1, parts[1]!.subarray(0, length))), context)).toThrow()
  for (const loose of [
    `${sealed}:`,
    sealed.replace(':', '::'),
    ` ${sealed}`,
    sealed.replaceAll('=', ''),
    `${sealed}ZZ!!`,
    'AA==ZZ!!:::',
  ])
    expect(() => open(key, loose, context)).toThrow()
  expect(() => open(randomBytes(32), sealed, context)).toThrow()
  expect(() => seal(randomBytes(31), Buffer.from('x'), context)).toThrow(TypeError)
})

test('every IV is another one, and contexts of different parts differ', () => {
  const key = randomBytes(32)
  const ivs = new Set(
    Array.from({ length: 5_000 }, () => seal(key, Buffer.from('x'), contextOf()).split(':')[0]),
  )
  expect(ivs.size).toBe(5_000)
  expect(contextOf('ab', 'c').equals(contextOf('a', 'bc'))).toBe(false)
})

test('a Secret shows itself to nobody', () => {
  const secret = new Secret('canary')
  expect(
    [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
    ].join(),
  ).not.toContain('canary')
  expect(secret.reveal()).toBe('canary')
})
