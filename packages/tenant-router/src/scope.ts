import { isUuid, type TenantId } from './ids.ts'
import { command, type WireStatement } from './statement.ts'

/** Who acts. The database sees these values through `platform.actor_id()`, `actor_role()` and so on. */
export interface Actor {
  /** UUID of the person or key, or null for the system and the public. */
  readonly id: string | null
  /** Name of the role in the organization, lower case: `owner`, `viewer`, `system`, `public`. */
  readonly role: string
  /** Made by the server, never the client's own header. Letters, digits, `.`, `_`, `:` and `-`, at most 64. */
  readonly requestId?: string
  /** Hex SHA-256 of a public session token, for rows that belong to a session. */
  readonly sessionHash?: string
}

const ROLE = /^[a-z][a-z0-9_]{0,31}$/
const REQUEST_ID = /^[A-Za-z0-9._:-]{1,64}$/
const SESSION_HASH = /^[0-9a-f]{32,128}$/

/**
 * The `SET LOCAL` statements of a scope. `SET` takes no parameters, so each value passes a strict pattern
 * without a quote or backslash in it; `set_config()` would take parameters, but Citus does not hand it on to its workers.
 * @throws {TypeError} when a value does not match its pattern
 */
export function scopeStatements(tenant: TenantId | null, actor: Actor): WireStatement[] {
  const out: WireStatement[] = []
  if (tenant !== null) out.push(set('app.tenant_id', tenant, isUuid))
  if (actor.id !== null) out.push(set('app.actor_id', actor.id, isUuid))
  out.push(set('app.role', actor.role, isRole))
  if (actor.requestId !== undefined) out.push(fresh('app.request_id', actor.requestId, isRequestId))
  if (actor.sessionHash !== undefined) out.push(set('app.session_hash', actor.sessionHash, isSessionHash))
  return out
}

const isRole = (value: string) => ROLE.test(value)
const isRequestId = (value: string) => REQUEST_ID.test(value)
const isSessionHash = (value: string) => SESSION_HASH.test(value)

// Values come again: checked and written once. Bounded by beginning anew.
const remembered = new Map<string, Map<string, WireStatement>>()
const REMEMBERED = 4_096

function set(name: string, value: string, valid: (value: string) => boolean): WireStatement {
  const values = remembered.get(name) ?? new Map<string, WireStatement>()
  remembered.set(name, values)
  const known = values.get(value)
  if (known) return known
  if (values.size >= REMEMBERED) values.clear()
  const statement = { ...fresh(name, value, valid), hot: true }
  values.set(value, statement)
  return statement
}

function fresh(name: string, value: string, valid: (value: string) => boolean): WireStatement {
  if (typeof value !== 'string' || !valid(value))
    throw new TypeError(`${name}: the value does not have the form that a scope accepts`)
  return command(`SET LOCAL ${name} = '${value}'`)
}
