import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account.ts'
import { endingWithUs, serverEnvironment } from './child.ts'
import type { DataDirectory } from './data-directory.ts'

export interface Launch {
  readonly bin: string
  readonly data: DataDirectory
  readonly account: Account
  readonly port: number
  readonly durable: boolean
  readonly settings: Readonly<Record<string, string>>
}

export interface LaunchedServer {
  readonly pid: number
  ended(): boolean
  /** What it wrote since this launch. */
  log(): string
}

const MAX_LOG_BYTES = 10_000_000

/** Starts the postmaster. Its log goes to a file, so that it does not break when this process ends first. */
export async function launch(options: Launch): Promise<LaunchedServer> {
  const logFile = path.join(options.data.root, 'postgres.log')
  const keep = existsSync(logFile) && statSync(logFile).size < MAX_LOG_BYTES
  const from = keep ? statSync(logFile).size : 0
  const log = openSync(logFile, keep ? 'a' : 'w', 0o600)
  const [program, args, account] = command(options)
  const child = spawn(program, args, {
    ...account,
    cwd: '/',
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', log],
  })
  closeSync(log)
  let failure = ''
  const ended = () => failure !== '' || child.exitCode !== null || child.signalCode !== null
  child.once('error', error => {
    failure = error.message
  })
  child.unref()
  return {
    pid: child.pid ?? -1,
    ended,
    log: () => `${readFileSync(logFile).subarray(from).toString('utf8')}${failure}`,
  }
}

/**
 * With util-linux's setpriv the kernel stops the server (fast shutdown) when this process dies, kill -9 included.
 * Elsewhere it lives on and the next start adopts it.
 */
function command({ bin, data, account, port, durable, settings }: Launch): [string, string[], Account] {
  const all = { ...serverSettings(port), ...(durable ? {} : CARELESS), ...settings }
  const server = [path.join(bin, 'bin/postgres'), '-D', data.cluster]
  for (const [name, value] of Object.entries(all)) server.push('-c', `${name}=${value}`)
  return endingWithUs(server, account, 'INT')
}

function serverSettings(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // A socket's path may have 107 bytes at most, which a deep folder exceeds; TCP always works.
    unix_socket_directories: '',
    max_connections: '200',
    // Moving an organization between databases needs it, and it cannot be changed without a restart.
    wal_level: 'logical',
    password_encryption: 'scram-sha-256',
    log_min_messages: 'warning',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

// Safe against kill -9 all the same: the pages are with the kernel. Only a crash of the machine would lose them.
const CARELESS = { fsync: 'off', full_page_writes: 'off' }
