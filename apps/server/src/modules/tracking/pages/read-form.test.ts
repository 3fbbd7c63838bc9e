import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readForm } from './read-form.ts'

const headers = { 'content-type': 'application/x-www-form-urlencoded' }

test('who sends a form byte by byte is cut off', async () => {
  const trickle = Object.assign(new Readable({ read() {} }), { headers })
  trickle.push('a=1')
  await expect(readForm(trickle, 50)).rejects.toMatchObject({ code: 'bad_request' })
  expect(trickle.destroyed).toBe(true)
})

test('negative control: a form that arrives is read', async () => {
  const form = Object.assign(Readable.from([Buffer.from('a=1&'), Buffer.from('b=2')]), { headers })
  expect(Object.fromEntries(await readForm(form, 1_000))).toEqual({ a: '1', b: '2' })
})
