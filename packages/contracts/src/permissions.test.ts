import { expect, test } from 'vitest'
import { assignableRoles, may, PERMISSIONS, type Permission, permissionsOf, ROLES } from './permissions.ts'

test('an owner may do everything that the table names', () => {
  expect(PERMISSIONS.filter(pair => !may('owner', pair))).toEqual([])
})

test('each right of a lesser role is a right of the administrator', () => {
  const admin = new Set(permissionsOf('admin'))
  for (const role of ['editor', 'sales', 'analyst', 'viewer'])
    expect(permissionsOf(role).filter(pair => !admin.has(pair))).toEqual([])
})

test('a viewer and an analyst change nothing but comments', () => {
  const readOnly = (pair: string) => /\.(read|preview|comment)$/.test(pair)
  expect(permissionsOf('viewer').filter(pair => !readOnly(pair))).toEqual([])
  expect(permissionsOf('analyst').filter(pair => !readOnly(pair))).toEqual([])
})

test('what is unknown is forbidden', () => {
  const unknown = { resource: 'campaign', action: 'toString' } as unknown as Permission
  expect(may('owner', unknown)).toBe(false)
  expect(may('Owner', 'campaign', 'read')).toBe(false)
  expect(may('', 'campaign', 'read')).toBe(false)
  expect(may('owner,viewer', 'campaign', 'read')).toBe(false)
  expect(permissionsOf('constructor')).toEqual([])
})

test('an unknown pair does not compile', () => {
  // @ts-expect-error campaigns cannot be eaten
  const pair: Permission = { resource: 'campaign', action: 'eat' }
  expect(may('owner', pair)).toBe(false)
})

test('nobody gives a role that may more than their own', () => {
  for (const role of ROLES) {
    const own = new Set(permissionsOf(role))
    for (const given of assignableRoles(role))
      expect(permissionsOf(given).filter(pair => !own.has(pair))).toEqual([])
  }
  expect(assignableRoles('admin')).not.toContain('owner')
  expect(assignableRoles('editor')).toEqual([])
})
