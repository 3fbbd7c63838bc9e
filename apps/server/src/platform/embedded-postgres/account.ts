import { readFileSync } from 'node:fs'
import { EmbeddedPostgresError } from './errors.ts'

/** The account that PostgreSQL runs as; empty for our own. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

export const isRoot = process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root, so root hands it to `nobody`: an account that every system has. One without
 * an entry in /etc/passwd would not do, initdb looks its name up.
 */
export function serverAccount(): Account {
  if (!isRoot) return {}
  for (const wanted of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find(entry => entry.startsWith(`${wanted}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it. Start as an ordinary user.',
  )
}
