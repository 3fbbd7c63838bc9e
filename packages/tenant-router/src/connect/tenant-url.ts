import ipaddr from 'ipaddr.js'
import { RouterError } from '../errors.ts'
import type { ConnectionSettings } from './settings.ts'
import { parseConnectionUrl } from './url.ts'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const DNS_NAME = new RegExp(`^(?:${LABEL}\\.)+(?=[a-z])${LABEL}$`)

export interface TenantUrlOptions {
  /** Ports that a tenant's server may have. Default 5432, 6432 and 25060. */
  readonly ports?: readonly number[]
}

/**
 * Reads a connection string that a tenant gave: a plain URL with user, password, a full DNS name or a literal address,
 * and a database. No parameters, no second host, no socket, no number tricks for addresses. TLS is always verify-full.
 * Where it leads is checked at each connection by `guardedAddress`.
 * @throws {RouterError} `connection_string`; the message never repeats the string
 */
export function parseTenantConnectionUrl(url: string, options: TenantUrlOptions = {}): ConnectionSettings {
  if (url.includes('?') || url.length > 1_000) throw refused('no parameters are allowed')
  const settings = parseConnectionUrl(url)
  const host = settings.host.toLowerCase()
  if (!isPlainHost(host)) throw refused('the host must be a full DNS name or a plain IP address')
  if (!(options.ports ?? [5432, 6432, 25060]).includes(settings.port))
    throw refused('this port is not allowed')
  if (settings.password === '') throw refused('a password is required')
  if (![settings.user, settings.database].every(name => /^[^\p{Cc}]{1,63}$/u.test(name)))
    throw refused('user and database need plain names')
  return { ...settings, host, tls: { mode: 'verify-full', serverName: host } }
}

/** `0x7f.1`, `2130706433` and `127.1` are addresses to some resolvers: a name must end in letters, an address have all parts. */
function isPlainHost(host: string): boolean {
  return (
    ipaddr.IPv4.isValidFourPartDecimal(host) ||
    ipaddr.IPv6.isValid(host) ||
    (host.length <= 253 && DNS_NAME.test(host))
  )
}

function refused(reason: string): RouterError {
  return new RouterError(
    'connection_string',
    `the connection string is refused: ${reason}. Write postgres://user:password@host:5432/database`,
  )
}
