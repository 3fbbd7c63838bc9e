import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running server as its postmaster.pid tells: line 1 pid, line 4 port, line 8 status. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** Reads postmaster.pid, or undefined where there is none (yet). */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : undefined
  } catch {
    return undefined
  }
}

/**
 * The server that runs for this cluster now, or undefined. After kill -9 the file stays, and its pid may belong to
 * another program by now: PostgreSQL itself then refuses to start, so a file that lies is removed here.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const found = readPostmaster(cluster)
  if (!found) return undefined
  if (isRunning(found.pid, cluster)) return found
  await rm(path.join(cluster, 'postmaster.pid'), { force: true })
  return undefined
}

/** True while the process exists and is the program meant: its command line holds `mark`. Pids are given again. */
export function isRunning(pid: number, mark: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(mark)
}

/** True while the process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? ''
}

/**
 * Stops a server by fast shutdown: sessions end, the next start needs no recovery. Never SIGTERM, which waits for
 * every client. After 30 s without an end it is made to quit, and the next start recovers.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited === 30_000) signal(pid, 'SIGQUIT')
    if (waited >= 40_000) return
    await sleep(10)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // it ended by itself
  }
}
