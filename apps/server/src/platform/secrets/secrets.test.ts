import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { type Actor, createKeyring, sql, type TenantId } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addOrganization, openPlatform, type Platform } from '../jobs/testing.ts'
import { createOrganizationSecrets } from './create-secrets.ts'
import type { OrganizationSecrets, SecretPurpose } from './organization-secrets.ts'

const system: Actor = { id: null, role: 'system' }
const ring = createKeyring(`k1:${Buffer.alloc(32, 1).toString('base64')}`)
let databases: TestDatabases
let platform: Platform
let ada: TenantId
let bob: TenantId

beforeAll(async () => {
  databases = await openTestDatabases()
  const dataDir = await mkdtemp(path.join(inject('server').base, 'secrets-'))
  platform = await openPlatform({ app: databases.login('app', databases.control), dataDir })
  const superuser = databases.superuser(databases.control)
  ada = await addOrganization(platform.services, superuser, 'shared-1')
  bob = await addOrganization(platform.services, superuser, 'shared-1')
})
afterAll(async () => {
  await platform.close()
  await databases.drop()
})

const keysOf = (secrets: OrganizationSecrets, tenant: TenantId, purpose: SecretPurpose) =>
  platform.services.router.withTenant(tenant, system, tx => secrets.get(tx, purpose))
const run = (tenant: TenantId, text: string) => platform.services.router.query(tenant, system, { text })

test('twenty processes that ask at once get one key', async () => {
  const got = await Promise.all(
    Array.from({ length: 20 }, () => keysOf(createOrganizationSecrets(ring), ada, 'code_signing')),
  )
  expect(new Set(got.map(({ current }) => current.key.toString('hex'))).size).toBe(1)
  expect(got[0]?.current.key).toHaveLength(32)
  expect((await run(ada, "select 1 from platform.secret where purpose = 'code_signing'")).count).toBe(1)
})

test('organizations and purposes have keys of their own', async () => {
  const secrets = createOrganizationSecrets(ring)
  const keys = await Promise.all([
    keysOf(secrets, ada, 'visitor'),
    keysOf(secrets, bob, 'visitor'),
    keysOf(secrets, ada, 'write_key'),
  ])
  expect(new Set(keys.map(({ current }) => current.key.toString('hex'))).size).toBe(3)
})

test('a key of a transaction that was rolled back is not remembered', async () => {
  const secrets = createOrganizationSecrets(ring)
  let lost = ''
  const refused = platform.services.router.withTenant(bob, system, async tx => {
    lost = (await secrets.get(tx, 'suppression')).current.key.toString('hex')
    throw new Error('changed my mind')
  })
  await expect(refused).rejects.toThrow()
  const kept = (await keysOf(secrets, bob, 'suppression')).current.key.toString('hex')
  expect(kept).not.toBe(lost)
  expect(
    (await keysOf(createOrganizationSecrets(ring), bob, 'suppression')).current.key.toString('hex'),
  ).toBe(kept)
})

test('keys go by their version; a row moved elsewhere, or under another ring, does not open', async () => {
  const first = await keysOf(createOrganizationSecrets(ring), ada, 'code_sealing')
  await run(ada, "update platform.secret set version = 2 where purpose = 'write_key'")
  const { current, all } = await keysOf(createOrganizationSecrets(ring), ada, 'write_key')
  expect([current.version, [...all.keys()]]).toEqual([2, [2]])
  expect([...first.all.keys()]).toEqual([1])
  const stolen = sql`
    update platform.secret set (wrapped_key, ciphertext) =
      (select wrapped_key, ciphertext from platform.secret where tenant_id = platform.tenant_id() and purpose = 'visitor')
    where tenant_id = platform.tenant_id() and purpose = 'code_sealing'`
  await platform.services.router.query(ada, system, stolen)
  await expect(keysOf(createOrganizationSecrets(ring), ada, 'code_sealing')).rejects.toMatchObject({
    code: 'credential_unreadable',
  })
  const other = createOrganizationSecrets(createKeyring(`k2:${Buffer.alloc(32, 2).toString('base64')}`))
  await expect(keysOf(other, ada, 'visitor')).rejects.toMatchObject({ code: 'credential_unreadable' })
})

test('no key stands in the table in the clear', async () => {
  const { current } = await keysOf(createOrganizationSecrets(ring), ada, 'visitor')
  const { rows } = await platform.services.router.query(
    ada,
    system,
    sql<{ all: string }>`select string_agg(secret::text, '') as all from platform.secret`,
  )
  for (const encoding of ['hex', 'base64'] as const)
    expect(rows[0]?.all).not.toContain(current.key.toString(encoding))
})
