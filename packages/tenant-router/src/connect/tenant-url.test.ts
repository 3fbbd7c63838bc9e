import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedAddress } from './address-guard.ts'
import { withConnection } from './client.ts'
import { parseTenantConnectionUrl } from './tenant-url.ts'

/** Names as a hostile tenant's name server answers them. */
const ZONE: Record<string, readonly string[]> = {
  'loop.evil.example': ['127.0.0.1'],
  'six.evil.example': ['::1'],
  'mapped.evil.example': ['::ffff:127.0.0.1'],
  'meta.evil.example': ['169.254.169.254'],
  'ten.evil.example': ['10.0.0.1'],
  'cgnat.evil.example': ['100.64.0.1'],
  'nat64.evil.example': ['64:ff9b::7f00:1'],
  'mixed.evil.example': ['93.184.216.34', '127.0.0.1'],
  'zero.evil.example': ['0.0.0.0'],
  'none.evil.example': [],
  'db.good.example': ['93.184.216.34'],
}
const resolve = async (host: string) => ZONE[host] ?? []

let listener: net.Server
let port: number
let connections = 0

beforeAll(async () => {
  listener = net.createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(done => listener.listen(0, '127.0.0.1', done))
  const address = listener.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(() => listener.close())

const u = (host: string, rest = '/db') => `postgres://u:p@${host}:{port}${rest}`

const HOSTILE = [
  // parameters that a driver would obey
  u('db.good.example', '/db?host=127.0.0.1'),
  u('db.good.example', '/db?host=169.254.169.254'),
  u('db.good.example', '/db?port=1'),
  u('db.good.example', '/db?sslrootcert=/etc/passwd'),
  u('db.good.example', '/db?sslkey=/root/.ssh/id_rsa'),
  u('db.good.example', '/db?sslmode=disable'),
  u('db.good.example', '/db?options=-csearch_path=x'),
  u('db.good.example', '/db?hostaddr=127.0.0.1'),
  u('db.good.example', '/?host=/var/run/postgresql'),
  u('db.good.example', '/db#?host=127.0.0.1'),
  u('db.good.example', '/db?'),
  u('db.good.example', '/db%3fhost=127.0.0.1?'),
  // literal addresses that are not public
  u('127.0.0.1'),
  u('127.0.0.53'),
  u('0.0.0.0'),
  u('10.1.2.3'),
  u('172.16.0.1'),
  u('192.168.1.1'),
  u('169.254.169.254'),
  u('100.64.0.1'),
  u('192.0.2.1'),
  u('198.18.0.1'),
  u('224.0.0.1'),
  u('255.255.255.255'),
  u('240.0.0.1'),
  u('[::1]'),
  u('[::]'),
  u('[::ffff:127.0.0.1]'),
  u('[::ffff:7f00:1]'),
  u('[64:ff9b::7f00:1]'),
  u('[fe80::1]'),
  u('[fd00:ec2::254]'),
  u('[fc00::1]'),
  u('[ff02::1]'),
  u('[2001:db8::1]'),
  u('[2002:7f00:1::]'),
  u('[::127.0.0.1]'),
  // numbers that some resolvers take for addresses
  u('2130706433'),
  u('0x7f000001'),
  u('0x7f.1'),
  u('0177.0.0.1'),
  u('127.1'),
  u('127.0.1'),
  u('1.2.3.4.5'),
  // names that are not full, or not names
  u('localhost'),
  u('localhost.'),
  u('LOCALHOST'),
  u('db'),
  u('db.good.example.'),
  u('-db.good.example'),
  u('db..example'),
  u('metadata.google.internal'),
  u('ⓛocalhost'),
  u('exämple.com'),
  u('xn--'),
  u('db_1.example.com'),
  u('%31%32%37.0.0.1'),
  u('127.0.0.1%00.good.example'),
  u('good.example%2f@127.0.0.1'),
  u('db.good.example,127.0.0.1'),
  // names that lead inside
  ...Object.keys(ZONE)
    .filter(name => name !== 'db.good.example')
    .map(name => u(name)),
  // other forms
  'postgres://u:p@/db',
  'postgres:///db',
  'socket:/var/run/postgresql',
  'postgres://u:p@%2Fvar%2Frun/db',
  '/var/run/postgresql',
  'host=127.0.0.1 user=u',
  'http://u:p@db.good.example:5432/db',
  'postgres://u@db.good.example:5432/db',
  'postgres://u:p@db.good.example:22/db',
  'postgres://u:p@db.good.example:99999/db',
  'postgres://u:p@db.good.example:5432/',
  'postgres://u:p@a:5432@127.0.0.1:5432/db',
  'postgres://u:p@db.good.example:5432/db\nhost=127.0.0.1',
  `postgres://u:${'p'.repeat(2_000)}@db.good.example/db`,
]

test('no hostile connection string lets a connection leave', async () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60)
  const passed: string[] = []
  for (const template of HOSTILE) {
    const text = template.replace('{port}', String(port))
    try {
      const settings = parseTenantConnectionUrl(text, { ports: [port, 5432] })
      const host = await guardedAddress(settings.host, { resolve })
      passed.push(text)
      await withConnection({ ...settings, host }, async () => {})
    } catch (error) {
      expect(String(error)).not.toContain(':p@')
    }
  }
  expect(passed).toEqual([])
  expect(connections).toBe(0)
})

test('the listener does hear a connection that is made: the checker can fail', async () => {
  const settings = { host: '127.0.0.1', port, database: 'db', user: 'u', password: 'p' }
  await expect(withConnection(settings, async () => {})).rejects.toThrow()
  expect(connections).toBe(1)
})

test('an honest string passes, resolved once and pinned', async () => {
  const settings = parseTenantConnectionUrl('postgresql://us%40er:p%2Fw@DB.good.example/main')
  expect(settings).toEqual({
    host: 'db.good.example',
    port: 5432,
    database: 'main',
    user: 'us@er',
    password: 'p/w',
    tls: { mode: 'verify-full', serverName: 'db.good.example' },
  })
  const answers = [['93.184.216.34'], ['127.0.0.1']]
  const flipping = async () => answers.shift() ?? []
  expect(await guardedAddress(settings.host, { resolve: flipping })).toBe('93.184.216.34')
  await expect(guardedAddress(settings.host, { resolve: flipping })).rejects.toMatchObject({
    code: 'address_refused',
  })
})

test('the operator can allow a range', async () => {
  const allowRanges = ['10.0.0.0/8', 'fd00::/8']
  expect(await guardedAddress('ten.evil.example', { resolve, allowRanges })).toBe('10.0.0.1')
  await expect(guardedAddress('loop.evil.example', { resolve, allowRanges })).rejects.toMatchObject({
    code: 'address_refused',
  })
})
