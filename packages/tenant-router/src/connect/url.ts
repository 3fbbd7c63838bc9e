import { RouterError } from '../errors.ts'
import type { ConnectionSettings } from './settings.ts'

const URL_FORM =
  /^postgres(?:ql)?:\/\/(?<user>[^:/?#@\s]+)(?::(?<password>[^/?#@\s]*))?@(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?<port>\d{1,5}))?\/(?<database>[^/?#@\s]+)(?:\?sslmode=(?<mode>disable|verify-full))?$/

/**
 * Reads a PostgreSQL URL by a grammar of our own. The driver's parser is never used: it lets `?host=` override the
 * host and reads files named in `sslcert`. The only parameter known here is `sslmode=disable|verify-full`.
 * @param url `postgres://user:password@host:port/database`, percent-encoded
 * @throws {RouterError} `connection_string`; the message never repeats the string
 */
export function parseConnectionUrl(url: string): ConnectionSettings {
  const parts = URL_FORM.exec(url)?.groups
  const port = Number(parts?.['port'] ?? 5432)
  if (!parts || port < 1 || port > 65535) throw refused()
  const host = (parts['host'] ?? '').replace(/^\[|\]$/g, '')
  const settings = {
    host,
    port,
    database: decode(parts['database'] ?? ''),
    user: decode(parts['user'] ?? ''),
    password: decode(parts['password'] ?? ''),
  }
  return parts['mode'] === 'verify-full'
    ? { ...settings, tls: { mode: 'verify-full', serverName: host } }
    : settings
}

function decode(text: string): string {
  try {
    const plain = decodeURIComponent(text)
    if (!plain.includes('\0')) return plain
  } catch {
    // malformed percent-encoding: refused below
  }
  throw refused()
}

function refused(): RouterError {
  return new RouterError(
    'connection_string',
    'not a usable PostgreSQL URL: write postgres://user:password@host:port/database, optionally with ?sslmode=verify-full',
  )
}
