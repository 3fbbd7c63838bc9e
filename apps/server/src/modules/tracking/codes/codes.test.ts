import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { codeMaker, type LinkMethod, openSealed, openSigned, parseCode } from './index.ts'

const tenant = '0190a1b2-0000-7000-8000-00000000000a'
const stranger = '0190a1b2-0000-7000-8000-00000000000b'
const campaignId = '0190a1b2-1111-7222-8333-444455556666'
const key = randomBytes(32)
const keys = new Map([[7, key]])

const make = (method: LinkMethod, pieceNumber = 42, extra = {}) =>
  codeMaker({ method, routeKey: 'K7Q29', tenantId: tenant, campaignId, key: { version: 7, key }, ...extra })(
    pieceNumber,
  )

const open = { signed: openSigned, sealed: openSealed }

describe('base32', () => {
  test('gives back every byte, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), bytes => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes)
      }),
    )
  })

  test('one value has one writing: set padding bits are refused', () => {
    expect(decodeBase32('00')).toEqual(new Uint8Array([0]))
    expect(decodeBase32('01')).toBeUndefined()
  })
})

describe('short codes', () => {
  test('10,000 of them differ, and fit the alphanumeric mode of a QR code', () => {
    const codes = new Set(Array.from({ length: 10_000 }, () => make('short')))
    expect(codes.size).toBe(10_000)
    for (const code of codes) expect(code).toMatch(/^K7Q290[0-9A-Z]{16}$/)
  })

  test('are read without regard to case, hyphens and misread letters', () => {
    const code = make('short')
    const typed = code
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', 'l')
      .replace(/(.{4})/g, '$1-')
    expect(parseCode(typed)?.code).toBe(code)
  })
})

describe.each(['signed', 'sealed'] as const)('%s codes', method => {
  test('say campaign, piece and expiry again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), pieceNumber => {
        const written = parseCode(make(method, pieceNumber, { expiresAt: new Date('2031-05-06T10:00:00Z') }))
        expect(written && open[method](written, keys, tenant)).toMatchObject({
          campaignId,
          pieceNumber,
          lastDay: 22405,
        })
      }),
      { numRuns: 200 },
    )
  })

  test('every change of one character is refused', () => {
    const code = make(method)
    for (let at = 6; at < code.length; at++) {
      const other = code[at] === '7' ? '8' : '7'
      const written = parseCode(code.slice(0, at) + other + code.slice(at + 1))
      expect(written && open[method](written, keys, tenant), `character ${at}`).toBeUndefined()
    }
  })

  test('another organization, route key, method or key does not open it', () => {
    const code = make(method)
    const written = parseCode(code)!
    expect(open[method](written, keys, tenant)).toBeDefined()
    expect(open[method](written, keys, stranger)).toBeUndefined()
    expect(open[method]({ ...written, routeKey: 'K7Q28' }, keys, tenant)).toBeUndefined()
    expect(open[method](written, new Map([[7, randomBytes(32)]]), tenant)).toBeUndefined()
    expect(open[method](written, new Map([[8, key]]), tenant)).toBeUndefined()
    const swapped = parseCode(code.slice(0, 5) + (method === 'signed' ? '2' : '1') + code.slice(6))!
    expect(open[swapped.method as typeof method](swapped, keys, tenant)).toBeUndefined()
  })
})

test('a sealed code carries the offer; two of the same piece differ', () => {
  const [first, second] = [make('sealed', 5, { offer: 'SPRING25' }), make('sealed', 5, { offer: 'SPRING25' })]
  expect(first).not.toBe(second)
  expect(openSealed(parseCode(first)!, keys, tenant)?.offer).toBe('SPRING25')
})

test('what cannot be a code is refused without a look-up', () => {
  for (const text of [
    '',
    'K7Q29',
    'K7Q299'.padEnd(22, '0'),
    `K7Q290${'0'.repeat(500)}`,
    'K7Q290ÄÖÜ0000000000000',
    '../../etc/passwd/000000',
  ])
    expect(parseCode(text)).toBeUndefined()
})
