import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { Metrics } from './metrics.ts'

function collect(pretty: boolean) {
  const lines: string[] = []
  const log = createLogger({ level: 'trace', pretty, destination: { write: line => void lines.push(line) } })
  return { log, all: () => lines.join('') }
}

test.each([false, true])('secrets do not reach a log (pretty: %s)', pretty => {
  const { log, all } = collect(pretty)
  log.info(
    {
      password: 'canary',
      headers: { authorization: 'canary', 'set-cookie': 'canary' },
      a: { b: { token: 'canary', key: 'canary' } },
    },
    'hello',
  )
  expect(all()).not.toContain('canary')
  expect(all()).toContain('hello')
})

test.each([false, true])(
  'an error keeps message, code and cause, and nothing of a row (pretty: %s)',
  pretty => {
    const { log, all } = collect(pretty)
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(canary) already exists',
    })
    log.error({ err: new Error('outer', { cause }) }, 'failed')
    expect(all()).not.toContain('canary')
    expect(all()).toContain('outer')
    if (!pretty)
      expect(JSON.parse(all()).err.cause).toMatchObject({ message: 'duplicate key', code: '23505' })
  },
)

test('a value cannot forge a line of the terminal', () => {
  const { log, all } = collect(true)
  log.info({ name: 'x\n12:00 ERROR forged\u001b[2J' }, 'real\nforged')
  expect(all().trimEnd().split('\n')).toHaveLength(1)
  expect(all()).not.toContain('\u001b[2J')
})

test('figures come out in the text form of Prometheus, each registry for itself', async () => {
  const metrics = new Metrics()
  new Metrics().counter({ name: 'lettershop_other_total', help: 'Other.' }).inc()
  metrics
    .counter({ name: 'lettershop_jobs_total', help: 'Jobs.', labels: ['outcome'] })
    .inc({ outcome: 'done' })
  metrics.gauge({ name: 'lettershop_open', help: 'Open.' }, gauge => gauge.set(7))
  metrics.seconds({ name: 'lettershop_wait_seconds', help: 'Wait.' }).observe(0.02)
  const text = await metrics.text()
  expect(text).toContain('lettershop_jobs_total{outcome="done"} 1')
  expect(text).toContain('lettershop_open 7')
  expect(text).toContain('lettershop_wait_seconds_bucket{le="0.025"} 1')
  expect(text).not.toContain('lettershop_other_total')
})
