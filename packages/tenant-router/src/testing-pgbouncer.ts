import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionSettings } from './index.ts'

/**
 * Starts PgBouncer in transaction mode before a server, with one server connection per database and user: whatever
 * one transaction leaves in the session, the next one would meet.
 * @param binary path of pgbouncer, 1.18 or newer
 */
export async function startPgBouncer(
  binary: string,
  target: ConnectionSettings,
): Promise<{ port: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pgbouncer-'))
  await chmod(folder, 0o777)
  const port = await freePort()
  await writeFile(path.join(folder, 'users.txt'), `"${target.user}" "${target.password}"\n`, { mode: 0o644 })
  await writeFile(
    path.join(folder, 'pgbouncer.ini'),
    `[databases]\n* = host=${target.host} port=${target.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\n` +
      `auth_type = scram-sha-256\nauth_file = ${folder}/users.txt\npool_mode = transaction\ndefault_pool_size = 1\n` +
      'server_login_retry = 1\nmax_client_conn = 200\nunix_socket_dir =\nignore_startup_parameters = extra_float_digits\n',
    { mode: 0o644 },
  )
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const child = spawn(binary, [path.join(folder, 'pgbouncer.ini')], { ...account, stdio: 'ignore' })
  for (let waited = 0; waited < 5_000 && !(await listens(port)); waited += 50) await sleep(50)
  return {
    port,
    async stop() {
      child.kill('SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
