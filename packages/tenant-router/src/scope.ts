import { isUuid, type TenantId } from './ids.ts'

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
export function scopeStatements(tenant: TenantId | null, actor: Actor): string[] {
  const out: string[] = []
  if (tenant !== null) out.push(set('app.tenant_id', tenant, isUuid))
  if (actor.id !== null) out.push(set('app.actor_id', actor.id, isUuid))
  out.push(set('app.role', actor.role, matches(ROLE)))
  if (actor.requestId !== undefined) out.push(set('app.request_id', actor.requestId, matches(REQUEST_ID)))
  if (actor.sessionHash !== undefined)
    out.push(set('app.session_hash', actor.sessionHash, matches(SESSION_HASH)))
  return out
}

function matches(pattern: RegExp): (value: string) => boolean {
  return value => typeof value === 'string' && pattern.test(value)
}

function set(name: string, value: string, valid: (value: string) => boolean): string {
  if (!valid(value)) throw new TypeError(`${name}: the value does not have the form that a scope accepts`)
  return `SET LOCAL ${name} = '${value}'`
}
