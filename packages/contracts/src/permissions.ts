/** Roles of a member of an organization and of an API key, from the mightiest to the least. */
export const ROLES = ['owner', 'admin', 'editor', 'sales', 'analyst', 'viewer'] as const
export type Role = (typeof ROLES)[number]

type Mark = 'x' | '.'
/** One mark a role, in the order of {@link ROLES}. */
type Row = `${Mark} ${Mark} ${Mark} ${Mark} ${Mark} ${Mark}`
type Actions = Readonly<Record<string, Row>>

/**
 * Who may do what within an organization: the only place where this is said. The server's routes, the web
 * app's buttons and the documentation read it. What does not stand here is forbidden to everybody.
 *
 * owner    everything                        sales    uses designs and lists, runs campaigns, approves none
 * admin    everything but ending the         analyst  reads everything about campaigns and results
 *          organization                      viewer   reads designs and figures, no person's data
 * editor   designs, lists, campaigns
 *
 * Whose role a person may change follows from {@link assignableRoles}.
 */
const TABLE = {
  //              owner admin editor sales analyst viewer
  organization: {
    read: /*      */ 'x x x x x x',
    update: /*    */ 'x x . . . .',
    delete: /*    */ 'x . . . . .',
  },
  member: {
    read: /*      */ 'x x x x x x',
    update: /*    */ 'x x . . . .',
    delete: /*    */ 'x x . . . .',
  },
  invitation: {
    read: /*      */ 'x x . . . .',
    create: /*    */ 'x x . . . .',
    cancel: /*    */ 'x x . . . .',
  },
  team: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x . . . .',
    update: /*    */ 'x x . . . .',
    delete: /*    */ 'x x . . . .',
  },
  api_key: {
    read: /*      */ 'x x . . . .',
    create: /*    */ 'x x . . . .',
    update: /*    */ 'x x . . . .',
    delete: /*    */ 'x x . . . .',
  },
  audit: {
    read: /*      */ 'x x . . . .',
  },

  //              owner admin editor sales analyst viewer
  job: {
    read: /*      */ 'x x x x x x',
    cancel: /*    */ 'x x x x . .',
  },
  file: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x x . .',
    delete: /*    */ 'x x x . . .',
  },

  //              owner admin editor sales analyst viewer
  recipient_list: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x x x . .',
    update: /*    */ 'x x x x . .',
    delete: /*    */ 'x x x . . .',
    import: /*    */ 'x x x x . .',
    export: /*    */ 'x x x . . .',
  },
  recipient: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x x . .',
    update: /*    */ 'x x x x . .',
    delete: /*    */ 'x x x x . .',
  },
  suppression: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x x . .',
    delete: /*    */ 'x x . . . .',
  },
  seed_address: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x . . .',
    update: /*    */ 'x x x . . .',
    delete: /*    */ 'x x x . . .',
  },

  //              owner admin editor sales analyst viewer
  template: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x x . . .',
    update: /*    */ 'x x x . . .',
    delete: /*    */ 'x x x . . .',
    preview: /*   */ 'x x x x x x',
  },
  asset: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x x . . .',
    update: /*    */ 'x x x . . .',
    delete: /*    */ 'x x x . . .',
  },

  //              owner admin editor sales analyst viewer
  campaign: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x x x . .',
    update: /*    */ 'x x x x . .',
    delete: /*    */ 'x x x . . .',
    generate: /*  */ 'x x x x . .',
    cancel: /*    */ 'x x x x . .',
    approve: /*   */ 'x x x . . .',
    advance: /*   */ 'x x x . . .',
    comment: /*   */ 'x x x x x .',
  },
  campaign_recipient: {
    read: /*      */ 'x x x x x .',
  },
  print_file: {
    read: /*      */ 'x x x x . .',
  },

  //              owner admin editor sales analyst viewer
  landing_page: {
    read: /*      */ 'x x x x x x',
    create: /*    */ 'x x x . . .',
    update: /*    */ 'x x x . . .',
    delete: /*    */ 'x x x . . .',
    publish: /*   */ 'x x x . . .',
  },
  link: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x x . .',
    revoke: /*    */ 'x x x . . .',
  },
  event: {
    read: /*      */ 'x x x x x .',
  },
  conversion: {
    read: /*      */ 'x x x x x .',
    create: /*    */ 'x x x x . .',
  },
  form_submission: {
    read: /*      */ 'x x x x x .',
    delete: /*    */ 'x x x . . .',
  },
  result: {
    read: /*      */ 'x x x x x x',
  },
} as const satisfies Readonly<Record<string, Actions>>

type Table = typeof TABLE
export type Resource = keyof Table

/** A known pair of resource and action; an unknown one does not compile. */
export type Permission = {
  [R in Resource]: { readonly resource: R; readonly action: keyof Table[R] & string }
}[Resource]

/** Actions that the table knows for a resource. */
export type ActionOf<R extends Resource> = keyof Table[R] & string

/** Every pair of the table, for tests and documentation. */
export const PERMISSIONS: readonly Permission[] = Object.entries(TABLE).flatMap(([resource, actions]) =>
  Object.keys(actions).map(action => ({ resource, action }) as Permission),
)

const allowed: ReadonlyMap<string, ReadonlySet<Role>> = new Map(
  Object.entries(TABLE).flatMap(([resource, actions]) =>
    Object.entries(actions).map(([action, row]) => [`${resource}.${action}`, rolesOf(row)] as const),
  ),
)

function rolesOf(row: Row): ReadonlySet<Role> {
  const marks = row.split(' ')
  return new Set(ROLES.filter((_, index) => marks[index] === 'x'))
}

/** True for the name of a role. */
export function isRole(name: unknown): name is Role {
  return ROLES.some(role => role === name)
}

/**
 * Whether a role may do this. Unknown roles, resources and actions may nothing.
 * @param role the member's or key's role, as stored
 */
export function may(role: string, permission: Permission): boolean
export function may<R extends Resource>(role: string, resource: R, action: ActionOf<R>): boolean
export function may(role: string, first: Permission | Resource, action?: string): boolean {
  const pair = typeof first === 'string' ? `${first}.${action}` : `${first.resource}.${first.action}`
  return isRole(role) && (allowed.get(pair)?.has(role) ?? false)
}

/** Everything that a role may do, as `resource.action`; the web app hides what is not among it. */
export function permissionsOf(role: string): string[] {
  if (!isRole(role)) return []
  return [...allowed].filter(([, roles]) => roles.has(role)).map(([pair]) => pair)
}

/**
 * Roles that someone may give, and whose holders they may change or remove. Nobody gives what they do not
 * have themselves: only owners make owners, and only they touch one.
 */
export function assignableRoles(role: string): readonly Role[] {
  if (role === 'owner') return ROLES
  return role === 'admin' ? ROLES.filter(name => name !== 'owner') : []
}
