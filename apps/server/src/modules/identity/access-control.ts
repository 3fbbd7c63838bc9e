import { may, type Permission, ROLES, type Role } from '@lettershop/contracts/permissions'
import { createAccessControl } from 'better-auth/plugins/access'

/** better-auth's words for what its organization and API-key plugins ask, each with our pair that answers. */
const asked = {
  organization: {
    update: { resource: 'organization', action: 'update' },
    delete: { resource: 'organization', action: 'delete' },
  },
  member: {
    create: { resource: 'invitation', action: 'create' },
    update: { resource: 'member', action: 'update' },
    delete: { resource: 'member', action: 'delete' },
  },
  invitation: {
    create: { resource: 'invitation', action: 'create' },
    cancel: { resource: 'invitation', action: 'cancel' },
  },
  team: {
    create: { resource: 'team', action: 'create' },
    update: { resource: 'team', action: 'update' },
    delete: { resource: 'team', action: 'delete' },
  },
  apiKey: {
    create: { resource: 'api_key', action: 'create' },
    read: { resource: 'api_key', action: 'read' },
    update: { resource: 'api_key', action: 'update' },
    delete: { resource: 'api_key', action: 'delete' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Permission>>>>

const statements = Object.fromEntries(
  Object.entries(asked).map(([resource, actions]) => [resource, Object.keys(actions)]),
)

/** better-auth's access control, made from the permission table so that there is no second truth. */
export const accessControl = createAccessControl(statements)

/** The six roles as better-auth knows them. */
export const authRoles = Object.fromEntries(ROLES.map(role => [role, accessControl.newRole(allowedTo(role))]))

function allowedTo(role: Role): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(asked).map(([resource, actions]) => [
      resource,
      Object.entries(actions)
        .filter(([, permission]) => may(role, permission))
        .map(([action]) => action),
    ]),
  )
}
