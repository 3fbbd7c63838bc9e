import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestAudience, type TestAudience } from './test-audience.ts'

let world: TestAudience
beforeAll(async () => {
  world = await openTestAudience()
})
afterAll(() => world.close())

const demo = (name: string) => readFile(new URL(`../../../../../demo/lists/${name}`, import.meta.url))

test.each(['messy.csv', 'messy-windows-1252.csv'])(
  '%s: every row is accounted for, with line and reason',
  async file => {
    const { acme } = world
    const owner = world.as(acme)
    const uploaded = await owner.upload(await demo(file), `?name=${file}`)
    expect(uploaded.statusCode, uploaded.body).toBe(201)
    const list = uploaded.json()
    const started = await owner.request('POST', `/recipient-lists/${list.id}/import`)
    expect(started.statusCode, started.body).toBe(202)
    console.log(await world.runImport(acme, started.json().id))
    console.log((await owner.request('GET', `/recipient-lists/${list.id}/rejects`)).body)
    console.log((await owner.request('GET', `/recipient-lists/${list.id}/columns`)).body)
    console.log((await owner.request('GET', `/recipient-lists/${list.id}/duplicates`)).body)
  },
)
