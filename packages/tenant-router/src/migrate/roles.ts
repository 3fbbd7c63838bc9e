import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { quoteIdentifier, quoteLiteral } from '../sql-tag.ts'

/** The roles of an installation, by purpose. */
export interface RoleNames {
  /** Owns every object; nobody logs in as it. */
  readonly owner: string
  /** Logs in to migrate, by SET ROLE owner. */
  readonly migrator: string
  /** Serves. Under row security, owns nothing. */
  readonly app: string
  /** The sign-in library's own tables. */
  readonly auth: string
  /** The wake-up table only. */
  readonly relay: string
  /** Backup, move, erasure: bypasses row security. */
  readonly ops: string
}

export type LoginRole = Exclude<keyof RoleNames, 'owner'>

/** Names of the roles for a prefix: `lettershop` gives `lettershop_owner` and so on. */
export function roleNames(prefix: string): RoleNames {
  const name = (purpose: string) => `${prefix}_${purpose}`
  return {
    owner: name('owner'),
    migrator: name('migrator'),
    app: name('app'),
    auth: name('auth'),
    relay: name('relay'),
    ops: name('ops'),
  }
}

const ATTRIBUTES: Record<keyof RoleNames, string> = {
  owner: 'nologin nosuperuser nobypassrls nocreaterole nocreatedb noinherit',
  migrator: 'login nosuperuser nobypassrls nocreaterole nocreatedb noinherit',
  app: 'login nosuperuser nobypassrls nocreaterole nocreatedb noinherit',
  auth: 'login nosuperuser nobypassrls nocreaterole nocreatedb noinherit',
  relay: 'login nosuperuser nobypassrls nocreaterole nocreatedb noinherit',
  ops: 'login nosuperuser bypassrls nocreaterole nocreatedb noinherit',
}

/** Settings that hold for each login, so that a forgotten statement or transaction ends by itself. */
const SETTINGS: Partial<Record<LoginRole, Record<string, string>>> = {
  app: { statement_timeout: '30s', idle_in_transaction_session_timeout: '60s' },
  auth: { statement_timeout: '15s', idle_in_transaction_session_timeout: '60s' },
  relay: { statement_timeout: '15s', idle_in_transaction_session_timeout: '60s' },
}

/**
 * Creates or corrects the roles of an installation on a server. Safe to repeat and to run at once from many processes.
 * @param admin login that may create roles (a superuser, or CREATEROLE with BYPASSRLS)
 * @param options.passwords one password per login; only its SCRAM verifier is sent, so no log can hold it
 */
export async function ensureRoles(
  admin: ConnectionSettings,
  options: { readonly prefix: string; readonly passwords: Readonly<Record<LoginRole, string>> },
): Promise<RoleNames> {
  const names = roleNames(options.prefix)
  await withConnection(admin, async client => {
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtextextended('tenant-router:roles', 0))")
    for (const purpose of Object.keys(ATTRIBUTES) as (keyof RoleNames)[]) {
      await ensureRole(client, names[purpose], ATTRIBUTES[purpose])
      if (purpose === 'owner') continue
      await client.query(
        `alter role ${quoteIdentifier(names[purpose])} password ${quoteLiteral(scramVerifier(options.passwords[purpose]))}`,
      )
      for (const [setting, value] of Object.entries(SETTINGS[purpose] ?? {}))
        await client.query(
          `alter role ${quoteIdentifier(names[purpose])} set ${setting} = ${quoteLiteral(value)}`,
        )
    }
    await grantOwner(client, names)
    await client.query('commit')
  })
  return names
}

async function ensureRole(client: pg.Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (rowCount === 0) await createRole(client, name)
  await client.query(`alter role ${quoteIdentifier(name)} ${attributes}`)
}

/** The advisory lock belongs to one database, roles to the whole server: another process may still be quicker. */
async function createRole(client: pg.Client, name: string): Promise<void> {
  await client.query('savepoint role')
  try {
    await client.query(`create role ${quoteIdentifier(name)}`)
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await client.query('rollback to savepoint role')
  }
  await client.query('release savepoint role')
}

function isDuplicate(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '42710' || code === '23505'
}

/** Before 16 a grant has no options of its own: NOINHERIT of the role does the same there. */
async function grantOwner(client: pg.Client, names: RoleNames): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const options = (rows[0]?.version ?? 0) >= 160000 ? ' with inherit false, set true' : ''
  await client.query(`grant ${quoteIdentifier(names.owner)} to ${quoteIdentifier(names.migrator)}${options}`)
}

/**
 * The stored form of a password for SCRAM-SHA-256 (RFC 5803), computed here so that the clear text never
 * stands in a statement. ASCII only: other text would need SASLprep.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  if (!/^[\x21-\x7e]+$/.test(password))
    throw new TypeError('a role password must be printable ASCII without spaces')
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
