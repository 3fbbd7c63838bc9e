import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { KillTarget } from './kill-child.ts'

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url))

/** What a series of kills came to. */
export interface Killed {
  readonly kills: number
  /** What the run that was let through to its end gave back. */
  readonly result: unknown
}

/**
 * Runs an import in child processes and kills them (SIGKILL) at moments drawn from a seed, then lets one run to its
 * end. A run that ends before its moment ends the series.
 */
export async function killImport(target: KillTarget, kills: number, seed: number): Promise<Killed> {
  const random = randomOf(seed)
  for (let done = 0; done < kills; done++) {
    // A transaction begins and ends with a dot: odd numbers fall into one, even ones between two. The wait moves
    // the kill to anywhere within.
    const outcome = await runChild(target, { dots: 3 + Math.floor(random() * 5), waitMs: random() * 60 })
    if (outcome !== 'killed') return { kills: done, result: outcome.result }
  }
  const last = await runChild(target, undefined)
  if (last === 'killed') throw new Error('the last run was not to be killed')
  return { kills, result: last.result }
}

async function runChild(
  target: KillTarget,
  kill: { dots: number; waitMs: number } | undefined,
): Promise<'killed' | { result: unknown }> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(target)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let errors = ''
  child.stderr.on('data', chunk => {
    errors += chunk
  })
  child.stdout.on('data', chunk => {
    out += chunk
    const dots = out.split('\n')[0]?.length ?? 0
    if (kill && dots >= kill.dots) setTimeout(() => child.kill('SIGKILL'), kill.waitMs)
  })
  const [code, signal] = await new Promise<[number | null, string | null]>(resolve =>
    child.once('close', (...end) => resolve(end)),
  )
  if (signal === 'SIGKILL') return 'killed'
  if (code !== 0) throw new Error(`the import failed by itself: ${errors}`)
  return { result: JSON.parse(out.split('\n')[1] ?? 'null') }
}

/** mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
