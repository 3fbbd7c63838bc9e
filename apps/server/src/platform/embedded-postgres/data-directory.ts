import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Account } from './account.ts'
import { endingWithUs, serverEnvironment } from './child.ts'
import { EmbeddedPostgresError, explainFailure } from './errors.ts'

/**
 * What lies in the folder that the caller gives: `cluster/` is PostgreSQL's own; `password` (0600) is the
 * superuser's; `port` is the one used last; `.ready` is written when all of it is there.
 */
export interface DataDirectory {
  readonly root: string
  /** In `root`, or under /var/lib where the server's account cannot reach `root`; then `cluster-location` says where. */
  readonly cluster: string
  readonly password: string
  /** Port of the last run, or undefined. */
  readonly lastPort: number | undefined
}

const READY = '.ready'
const LOCATION = 'cluster-location'
const OURS = ['cluster', 'password', 'port', 'initdb-password', 'postgres.log', 'starting', LOCATION]

/**
 * Opens the data directory, making it on the first run. What a killed first run left behind was never served
 * from (the stamp comes before the first start), so it is removed and made anew.
 * @throws {EmbeddedPostgresError} for a folder that holds something else, or a cluster without its password
 */
export async function openDataDirectory(
  root: string,
  bin: string,
  account: Account,
  durable: boolean,
): Promise<DataDirectory> {
  const cluster = await clusterPlace(root, account)
  if (!existsSync(path.join(root, READY))) await makeCluster(root, cluster, bin, account, durable)
  const password = await readFile(path.join(root, 'password'), 'utf8').catch(() => '')
  if (password === '' || !existsSync(path.join(cluster, 'PG_VERSION')))
    throw new EmbeddedPostgresError(
      `${root} is not complete: ${password === '' ? 'the file "password"' : cluster} is missing. Restore it from a backup, or move the folder away to begin anew.`,
    )
  const lastPort = Number(await readFile(path.join(root, 'port'), 'utf8').catch(() => ''))
  return { root, cluster, password: password.trim(), lastPort: lastPort > 0 ? lastPort : undefined }
}

/** Root's own folders may be closed to `nobody`; then the cluster lies under /var/lib and a file here points to it. */
async function clusterPlace(root: string, account: Account): Promise<string> {
  const recorded = await readFile(path.join(root, LOCATION), 'utf8').catch(() => '')
  if (recorded !== '') return recorded.trim()
  const inside = path.join(root, 'cluster')
  if (account.uid === undefined || existsSync(path.join(root, READY))) return inside
  // The folder itself is ours to let `nobody` through (mkdtemp makes it 0700); what lies in it is closed by its own
  // modes. The folders above it are not ours.
  await chmod(root, (await stat(root)).mode | 0o011)
  if (await passable(root)) return inside
  const outside = path.join('/var/lib/lettershop', randomBytes(8).toString('hex'), 'cluster')
  await mkdir(path.dirname(outside), { recursive: true, mode: 0o755 })
  await writeFile(path.join(root, LOCATION), `${outside}\n`)
  return outside
}

/** True when another account may pass through every folder down to this one. */
async function passable(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

async function makeCluster(
  root: string,
  cluster: string,
  bin: string,
  account: Account,
  durable: boolean,
): Promise<void> {
  const strangers = (await readdir(root)).filter(name => !OURS.includes(name))
  if (strangers.length > 0)
    throw new EmbeddedPostgresError(
      `${root} holds files that are not ours (${strangers.slice(0, 3).join(', ')}). Choose an empty folder for the data.`,
    )
  await rm(cluster, { recursive: true, force: true })
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  await writeFile(path.join(root, 'password'), `${password}\n`, { mode: 0o600 })
  // initdb runs as the server's account and needs a copy that it may read and reach.
  const forInitdb = path.join(path.dirname(cluster), 'initdb-password')
  await writeFile(forInitdb, `${password}\n`, { mode: 0o600 })
  await chmod(forInitdb, 0o600)
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(cluster, account.uid, account.gid)
    await chown(forInitdb, account.uid, account.gid)
  }
  try {
    await initdb(bin, cluster, forInitdb, account, durable)
  } finally {
    await rm(forInitdb, { force: true })
  }
  await writeFile(path.join(root, READY), `${new Date().toISOString()}\n`)
}

/** UTF-8 with the built-in C.UTF-8 order: the same on every machine, and quick. Passwords are SCRAM, never trust. */
async function initdb(
  bin: string,
  cluster: string,
  passwordFile: string,
  account: Account,
  durable: boolean,
): Promise<void> {
  const args = [
    '-D',
    cluster,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
  ]
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions')
  if (!durable) args.push('--no-sync')
  const { code, output } = await run(path.join(bin, 'bin/initdb'), args, account)
  if (code === 0) return
  await rm(cluster, { recursive: true, force: true })
  throw explainFailure('initdb', output, cluster)
}

function run(
  program: string,
  args: string[],
  account: Account,
): Promise<{ code: number | null; output: string }> {
  return new Promise(resolve => {
    // Killed with us: one that went on would write into the folder that the next start makes anew.
    const [command, line, as] = endingWithUs([program, ...args], account, 'KILL')
    const child = spawn(command, line, {
      ...as,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', data => {
      output += String(data)
    })
    child.stderr.on('data', data => {
      output += String(data)
    })
    child.once('error', error => resolve({ code: -1, output: `${output}\n${error.message}` }))
    child.once('close', code => resolve({ code, output }))
  })
}
