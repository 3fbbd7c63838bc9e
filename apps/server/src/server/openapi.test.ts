import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { validate } from '@scalar/openapi-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoutes } from './open-server.ts'

interface Operation {
  operationId: string
  responses: Record<string, { content: Record<string, { schema: object }> }>
  parameters: { in: string; name: string }[]
}

interface Document extends Record<string, unknown> {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

let world: TestApp

let document: Document

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  document = (await world.nobody.get('/v1/openapi.json')).json()
})
afterAll(() => world.close())

test('is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await validate(document)
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(document.openapi).toBe('3.1.0')
})

test('negative control: a dangling reference is found', async () => {
  const broken = structuredClone(document)
  const answer = broken.paths['/v1/me']!['get']!.responses['200']!
  answer.content['application/json']!.schema = { $ref: '#/components/schemas/Nothing' }
  expect((await validate(broken)).valid).toBe(false)
})

test('describes every route that is not hidden, with answers, errors and every parameter of its path', () => {
  for (const one of allRoutes(world.config).filter(route => !route.hidden)) {
    const operation = document.paths[one.path]?.[one.method.toLowerCase()]
    expect(operation?.operationId, `${one.method} ${one.path}`).toBe(one.operation)
    expect(operation!.responses['default'], one.path).toBeDefined()
    const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
    const described = operation!.parameters
      .filter(parameter => parameter.in === 'path')
      .map(parameter => parameter.name)
    expect(described, one.path).toEqual(inPath)
  }
})
