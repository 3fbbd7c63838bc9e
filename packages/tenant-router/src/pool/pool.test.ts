import net from 'node:net'
import { expect, inject, test } from 'vitest'
import type { ConnectionSettings } from '../connect/settings.ts'
import { parseConnectionUrl } from '../connect/url.ts'
import { Breaker } from './breaker.ts'
import { Budget } from './budget.ts'
import { FairQueue } from './fair-queue.ts'
import { Pool, type PoolLimits } from './pool.ts'

const LIMITS: PoolLimits = { min: 0, max: 2, idleMs: 30_000, waitMs: 2_000, connectMs: 2_000 }
const server = () => parseConnectionUrl(inject('server').superuserUrl)

function poolOf(
  limits: Partial<PoolLimits> = {},
  budget = new Budget(100),
  settings: () => Promise<ConnectionSettings> = async () => server(),
) {
  return new Pool(settings, { ...LIMITS, ...limits }, budget)
}

test('turns go round between keys, in order within a key', () => {
  const queue = new FairQueue<string>()
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.push(item[0] ?? '', item)
  expect(queue.remove('a', 'a2')).toBe(true)
  const order = []
  for (let item = queue.shift(); item; item = queue.shift()) order.push(item)
  expect(order).toEqual(['a1', 'b1', 'c1', 'a3', 'b2'])
  expect(queue.size).toBe(0)
})

test('one organization with a hundred waiting transactions does not starve another', async () => {
  const pool = poolOf({ max: 1, waitMs: 20_000 })
  const order: string[] = []
  const use = async (key: string) => {
    const connection = await pool.acquire(key)
    order.push(key)
    await connection.send([])
    pool.release(connection)
  }
  await Promise.all([...Array.from({ length: 100 }, () => use('big')), use('small')])
  expect(order.indexOf('small')).toBeLessThanOrEqual(2)
  await pool.close()
})

test('a wait ends at its deadline, or when the caller gives up', async () => {
  const pool = poolOf({ max: 1 })
  const held = await pool.acquire('a')
  await expect(pool.acquire('b', 30)).rejects.toMatchObject({ code: 'pool_timeout', retryAfter: 1 })
  await expect(pool.acquire('b', 5_000, AbortSignal.timeout(30))).rejects.toMatchObject({ code: 'aborted' })
  expect(pool.waitingCount).toBe(0)
  pool.release(held)
  await pool.close()
})

test('a connection comes back only when no transaction is open on it', async () => {
  const pool = poolOf({ max: 1 })
  const dirty = await pool.acquire('a')
  await dirty.send([{ text: 'BEGIN', name: '', values: [], describe: false }])
  pool.release(dirty)
  const next = await pool.acquire('b')
  expect(next).not.toBe(dirty)
  pool.release(next)
  expect(await pool.acquire('c')).toBe(next)
  pool.release(next)
  await pool.close()
})

test('the budget bounds all pools together; idle connections make room', async () => {
  const budget = new Budget(2)
  const [one, two] = [poolOf({}, budget), poolOf({}, budget)]
  const [a, b] = await Promise.all([one.acquire('x'), one.acquire('x')])
  await expect(two.acquire('y', 50)).rejects.toMatchObject({ code: 'pool_timeout' })
  const waiting = two.acquire('y')
  one.release(a)
  const c = await waiting
  expect(one.openCount + two.openCount).toBeLessThanOrEqual(2)
  one.release(b)
  two.release(c)
  const again = await Promise.all([two.acquire('y'), two.acquire('y')])
  expect(one.openCount + two.openCount).toBeLessThanOrEqual(2)
  for (const connection of again) two.release(connection)
  await Promise.all([one.close(), two.close()])
})

test('a database that refuses is reported at once, then not asked until the breaker lets a probe through', async () => {
  let asked = 0
  const dead = poolOf({}, new Budget(10), async () => {
    asked++
    return { ...server(), port: 1 }
  })
  for (let i = 0; i < 8; i++)
    await expect(dead.acquire('a')).rejects.toMatchObject({ code: 'source_unavailable' })
  expect(asked).toBe(5)
  expect(dead.breakerState).toBe('open')
  await expect.poll(() => dead.breakerState, { timeout: 3_000 }).toBe('half_open')
  await Promise.allSettled([dead.acquire('a'), dead.acquire('b')])
  expect(asked).toBe(6)
  await dead.close()
})

test('a breaker doubles its pause and closes on success', () => {
  let now = 0
  const breaker = new Breaker(() => now, 2)
  breaker.failed()
  expect(breaker.state).toBe('closed')
  breaker.failed()
  expect(breaker.state).toBe('open')
  now += 500
  expect(breaker.state).toBe('half_open')
  breaker.failed()
  now += 500
  expect(breaker.state).toBe('open')
  now += 500
  expect(breaker.state).toBe('half_open')
  breaker.succeeded()
  expect(breaker.state).toBe('closed')
})

test('a database that accepts and says nothing costs the connect timeout, not more', async () => {
  const mute = net.createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise(resolve => mute.once('listening', resolve))
  const address = mute.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const pool = poolOf({ connectMs: 100 }, new Budget(10), async () => ({ ...server(), port }))
  await expect(pool.acquire('a')).rejects.toMatchObject({ code: 'source_unavailable' })
  await pool.close()
  mute.close()
})

test('close waits for lent connections and refuses new work', async () => {
  const pool = poolOf()
  const held = await pool.acquire('a')
  const closing = pool.close()
  await expect(pool.acquire('b')).rejects.toMatchObject({ code: 'router_closed' })
  pool.release(held)
  await closing
  expect(pool.openCount).toBe(0)
})
