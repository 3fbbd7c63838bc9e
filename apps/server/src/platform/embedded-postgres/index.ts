import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseConnectionUrl, withConnection } from '@lettershop/tenant-router'
import { type Account, serverAccount } from './account.ts'
import { preparedBinaries } from './binaries.ts'
import { type DataDirectory, openDataDirectory } from './data-directory.ts'
import { EmbeddedPostgresError, explainFailure } from './errors.ts'
import { freePort, isFree } from './port.ts'
import { type Postmaster, readPostmaster, runningPostmaster, stopPostmaster } from './postmaster.ts'
import { launch } from './process.ts'
import { withStartLock } from './start-lock.ts'

export { EmbeddedPostgresError } from './errors.ts'
export { isRunning } from './postmaster.ts'

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster, its password and its log. Made when missing. */
  readonly dataDir: string
  /** Server settings (`-c name=value`) beyond ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** False for tests on /dev/shm: no fsync, no full-page writes. Default true. */
  readonly durable?: boolean
  /** Port to take; otherwise the one of the last run, otherwise a free one. */
  readonly port?: number
}

export interface EmbeddedPostgres {
  readonly port: number
  /** True when a server was running for this folder already; then `stop` leaves it running. */
  readonly adopted: boolean
  /** URL of the superuser for a database, password included: for administration only, never to serve. */
  superuserUrl(database: string): string
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL 18 from npm on loopback, or adopts the one that runs for the same folder. Works as an ordinary
 * user and as root (then as `nobody`), and after kill -9 of anything. It ends with this process where `setpriv` exists.
 * @throws {EmbeddedPostgresError} one sentence: full disk, taken port, folder of another version, no permission
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = path.resolve(options.dataDir)
  try {
    await mkdir(root, { recursive: true })
    return await withStartLock(root, () => startOrAdopt(root, options))
  } catch (error) {
    // What the file system refuses (full, closed, read-only) gets its sentence too.
    throw error instanceof Error && 'errno' in error ? explainFailure('start', error.message, root) : error
  }
}

async function startOrAdopt(root: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount()
  const bin = await preparedBinaries()
  const data = await openDataDirectory(root, bin, account, options.durable ?? true)
  const running = await adoptable(data)
  if (running) return serverOf(data, running, true)
  return serverOf(data, await startServer(data, bin, account, options), false)
}

function serverOf(data: DataDirectory, server: Postmaster, adopted: boolean): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  return {
    port: server.port,
    adopted,
    superuserUrl: database => superuserUrl(data, server.port, database),
    stop() {
      stopping ??= adopted ? Promise.resolve() : stopPostmaster(server.pid)
      return stopping
    },
  }
}

/**
 * After kill -9 of the postmaster a session of it may live on and still commit; PostgreSQL refuses to start until
 * it has ended ("pre-existing shared memory block"), so that is retried for a minute.
 */
async function startServer(
  data: DataDirectory,
  bin: string,
  account: Account,
  options: EmbeddedPostgresOptions,
): Promise<Postmaster> {
  for (let attempt = 0; ; attempt++) {
    const port = await choosePort(data, options.port)
    const server = await launch({
      bin,
      data,
      account,
      port,
      durable: options.durable ?? true,
      settings: options.settings ?? {},
    })
    const log = await waitForStart(data, server)
    if (log === undefined) {
      await writeFile(path.join(data.root, 'port'), `${port}\n`)
      return { pid: server.pid, port, ready: true }
    }
    const busy = /pre-existing shared memory block|lock file .* already exists/.test(log)
    if (!busy || attempt >= 120) throw explainFailure('start', log, data.root)
    await runningPostmaster(data.cluster)
    await sleep(500)
  }
}

/** Undefined once the server is ready, else what it wrote before it ended. Recovery may take long; an end is an end. */
async function waitForStart(
  data: DataDirectory,
  server: { pid: number; ended(): boolean; log(): string },
): Promise<string | undefined> {
  for (;;) {
    if (server.ended()) return server.log()
    const found = readPostmaster(data.cluster)
    if (found?.pid === server.pid && found.ready) return undefined
    await sleep(10)
  }
}

/**
 * The server that runs for this folder, once it answers. One that is just being killed or stopped still has its
 * process and its file: it is waited for until it is gone.
 */
async function adoptable(data: DataDirectory): Promise<Postmaster | undefined> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const found = await runningPostmaster(data.cluster)
    if (!found) return undefined
    if (found.ready && (await answers(data, found.port))) return found
    await sleep(50)
  }
  throw new EmbeddedPostgresError(
    `A PostgreSQL runs in ${data.root} but has not answered for a minute. Stop it (its pid is the first line of ${data.cluster}/postmaster.pid) and start again.`,
  )
}

async function answers(data: DataDirectory, port: number): Promise<boolean> {
  try {
    await withConnection(parseConnectionUrl(superuserUrl(data, port, 'postgres')), client =>
      client.query('select 1'),
    )
    return true
  } catch {
    return false
  }
}

function superuserUrl(data: DataDirectory, port: number, database: string): string {
  return `postgres://postgres:${encodeURIComponent(data.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

async function choosePort(data: DataDirectory, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted
    throw new EmbeddedPostgresError(
      `Port ${wanted} on 127.0.0.1 is taken by another program. Choose another one for PostgreSQL.`,
    )
  }
  return data.lastPort !== undefined && (await isFree(data.lastPort)) ? data.lastPort : freePort()
}
