import { describe, expect, test } from 'vitest'
import { AGENTS } from './agents.fixture.ts'
import { classify } from './classify.ts'
import { deviceClass, referrerHost } from './device.ts'

const PERSON = AGENTS[0]![1]
const get = (headers: Record<string, string>) => classify({ method: 'GET', headers })

describe('who looks', () => {
  test('the table has more than a hundred agents of each side', () => {
    expect(AGENTS.length).toBeGreaterThan(115)
  })

  test.each(AGENTS)('%s: %s', (expected, agent) => {
    expect(get({ 'user-agent': agent })).toBe(expected)
  })
})

describe('each rule alone is enough, under the agent of a person', () => {
  test('negative control: none fires', () => expect(get({ 'user-agent': PERSON })).toBeNull())

  test('HEAD', () => expect(classify({ method: 'HEAD', headers: { 'user-agent': PERSON } })).toBe('head'))

  test.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['purpose', 'preview'],
    ['x-purpose', 'preview'],
    ['x-purpose', 'prefetch'],
    ['x-moz', 'prefetch'],
    ['X-Moz'.toLowerCase(), 'Prefetch'],
  ])('%s: %s', (name, value) => expect(get({ 'user-agent': PERSON, [name]: value })).toBe('prefetch'))

  test('a mail gateway by where it comes from', () => {
    expect(
      get({ 'user-agent': PERSON, referer: 'https://nam12.safelinks.protection.outlook.com/?url=x' }),
    ).toBe('preview')
  })

  test('an agent alone', () => expect(get({ 'user-agent': 'Twitterbot/1.0' })).toBe('preview'))

  test('no agent at all', () => expect(get({})).toBe('no_agent'))
})

test.each([
  ['phone', PERSON],
  [
    'phone',
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  ['tablet', 'Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1'],
  ['tablet', 'Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'],
  [
    'tablet',
    'Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 Silk/138.2.3 like Chrome/138.0.0.0 Safari/537.36',
  ],
  ['desktop', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36'],
  [
    'desktop',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15',
  ],
  ['desktop', 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'],
  ['other', 'curl/8.9.1'],
  ['other', ''],
])('%s is %s', (expected, agent) => expect(deviceClass(agent)).toBe(expected))

test('of the page that somebody came from only the host is kept', () => {
  expect(referrerHost('https://mail.example/inbox?user=ada')).toBe('mail.example')
  expect(referrerHost('not an address')).toBeNull()
  expect(referrerHost('android-app:/x')).toBeNull()
  expect(referrerHost(undefined)).toBeNull()
})
