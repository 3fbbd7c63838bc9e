import { expect, test } from 'vitest'
import { fault } from './check-boundaries.ts'

const server = 'apps/server/src'

test.each([
  ['packages/print-engine/src/a.ts', 'packages/contracts/src/index.ts'],
  ['packages/contracts/src/a.ts', `${server}/platform/config/config.ts`],
  [`${server}/platform/http/app.ts`, `${server}/modules/identity/index.ts`],
  [`${server}/modules/campaigns/a.ts`, `${server}/modules/design/template.queries.ts`],
  [`${server}/modules/campaigns/a.ts`, `${server}/server/open-server.ts`],
  [`${server}/modules/campaigns/a.ts`, 'packages/testkit/src/index.ts'],
  ['apps/web/src/a.tsx', `${server}/platform/config/config.ts`],
  ['apps/web/src/features/a.tsx', 'packages/print-engine/src/index.ts'],
])('%s must not import %s', (from, to) => {
  expect(fault(from, to)).toBeDefined()
})

test.each([
  [`${server}/modules/campaigns/a.ts`, `${server}/modules/design/index.ts`],
  [`${server}/modules/campaigns/a.ts`, 'packages/tenant-router/src/index.ts'],
  [`${server}/modules/campaigns/a.test.ts`, 'packages/testkit/src/index.ts'],
  [`${server}/commands/serve.ts`, `${server}/modules/identity/index.ts`],
  ['apps/web/src/a.tsx', 'packages/contracts/src/index.ts'],
])('%s may import %s', (from, to) => {
  expect(fault(from, to)).toBeUndefined()
})
