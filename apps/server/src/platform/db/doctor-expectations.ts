import type { DoctorOptions, RoleNames } from '@lettershop/tenant-router'

/**
 * What doctor should know of our own databases, and the findings that are meant, each with its reason. A new entry
 * needs a review of isolation.
 */
export function doctorExpectations(kind: 'control' | 'tenant', roles: RoleNames): DoctorOptions {
  // auth, relay and ops serve no request of an organization; what they may reach is held by their grants.
  const servingRoles = [roles.app]
  if (kind === 'tenant') return { tenantColumns: ['tenant_id'], servingRoles }
  return {
    tenantColumns: ['tenant_id'],
    ownerColumns: ['organization_id'],
    servingRoles,
    allow: [
      {
        rule: 'tenant_nullable',
        object: 'audit.entry',
        reason: 'Entries without an organization concern the installation; the policy shows them to nobody.',
      },
      {
        rule: 'key_without_tenant',
        object: 'audit.entry (entry_pkey)',
        reason:
          'Its key is a random uuid that no client chooses, because half of its rows have no organization.',
      },
    ],
  }
}
