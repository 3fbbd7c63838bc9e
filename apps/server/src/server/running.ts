import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { isRunning } from '#platform/embedded-postgres/index.ts'

/** A sentence for whoever started twice. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError'
}

/** What this process's command line holds on every system; a number alone may belong to another program by now. */
const PROGRAM = 'main.ts'

/**
 * Takes a data folder for one `npm start`: two would run the demo twice and stop each other's PostgreSQL. The claim of a
 * killed process is taken over. `serve` and `worker` take nothing, there may be any number of them.
 * @param address where this start will be reached
 * @returns gives the folder back
 * @throws {AlreadyRunningError} saying where the other one is reached
 */
export async function claimDataFolder(dataDir: string, address: string): Promise<() => Promise<void>> {
  const file = path.join(dataDir, 'running')
  for (;;) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(`${process.pid} ${address}\n`)
      await handle.close()
      return () => rm(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const [pid, where] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ')
    if (Number(pid) > 0 && Number(pid) !== process.pid && isRunning(Number(pid), PROGRAM))
      throw new AlreadyRunningError(
        `Lettershop is running already with ${dataDir}: ${where}. Stop it (process ${pid}), or set LETTERSHOP_DATA_DIR to another folder.`,
      )
    await rm(file, { force: true })
  }
}
