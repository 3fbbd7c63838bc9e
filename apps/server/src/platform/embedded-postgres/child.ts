import { existsSync } from 'node:fs'
import type { Account } from './account.ts'

/**
 * A program that the kernel ends with this signal when this process dies, where there is setpriv.
 * @param line the program and its arguments
 */
export function endingWithUs(
  line: readonly string[],
  account: Account,
  signal: 'INT' | 'KILL',
): [string, string[], Account] {
  const [program = '', ...args] = line
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync)
  if (setpriv === undefined) return [program, args, account]
  const drop =
    account.uid === undefined ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  return [setpriv, ['--pdeathsig', signal, ...drop, '--', program, ...args], {}]
}

/** Nothing of our own environment reaches PostgreSQL: PGDATA and its like would change what it does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' }
}
