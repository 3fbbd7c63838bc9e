import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './errors.ts'
import { isAlive } from './postmaster.ts'

/**
 * Lets one process at a time make or start the server of a folder; the next one finds it running and adopts it.
 * The lock of a killed process is taken over.
 */
export async function withStartLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(root, 'starting')
  for (let waited = 0; !(await take(file)); waited += 50) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''))
    if (holder > 0 && holder !== process.pid && !isAlive(holder)) await rm(file, { force: true })
    if (waited > 120_000)
      throw new EmbeddedPostgresError(
        `Process ${holder} has been starting PostgreSQL in ${root} for two minutes. Stop it, or remove ${file}.`,
      )
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.write(String(process.pid))
    await handle.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
