import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, serverAccount } from './account.ts'
import { preparedBinaries } from './binaries.ts'
import { type DataDirectory, openDataDirectory } from './data-directory.ts'
import { EmbeddedPostgresError, explainFailure } from './errors.ts'
import { freePort, isFree } from './port.ts'
import { isAlive, type Postmaster, readPostmaster, runningPostmaster, stopPostmaster } from './postmaster.ts'
import { launch } from './process.ts'
import { withStartLock } from './start-lock.ts'

export { EmbeddedPostgresError } from './errors.ts'

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
  await mkdir(root, { recursive: true }).catch((error: unknown) => {
    throw explainFailure('data directory', String(error), root)
  })
  return withStartLock(root, async () => {
    const account = serverAccount()
    const bin = await preparedBinaries()
    const data = await openDataDirectory(root, bin, account, options.durable ?? true)
    const running = await runningPostmaster(data.cluster)
    if (running) return serverOf(data, await whenReady(data, running), true)
    return serverOf(data, await startServer(data, bin, account, options), false)
  })
}

function serverOf(data: DataDirectory, server: Postmaster, adopted: boolean): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  return {
    port: server.port,
    adopted,
    superuserUrl: database =>
      `postgres://postgres:${encodeURIComponent(data.password)}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`,
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

async function whenReady(data: DataDirectory, server: Postmaster): Promise<Postmaster> {
  for (
    let found: Postmaster | undefined = server;
    found && isAlive(found.pid);
    found = readPostmaster(data.cluster)
  ) {
    if (found.ready) return found
    await sleep(20)
  }
  throw new EmbeddedPostgresError(`The PostgreSQL that was starting in ${data.root} ended. Start again.`)
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
