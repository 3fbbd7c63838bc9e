import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** One line of docs/guarantees.md: what was tried how often, and how often it did not hold. */
export interface GuaranteeLine {
  readonly what: string
  /** How often: kills, transactions, databases. */
  readonly runs: number
  readonly unit: string
  readonly failures: number
  /** Seed of what was random; null where nothing was. */
  readonly seed: string | null
  readonly seconds: number
}

export type Report = (line: GuaranteeLine) => void

export interface Guarantee {
  readonly name: string
  readonly about: string
  run(report: Report): Promise<void>
}

interface Wish {
  readonly what: string
  /** Test file below the repository's root. */
  readonly file: string
  /** Part of the titles that are meant; all of the file when absent. */
  readonly title?: string
  /** How many things one run of it tries, or a reading of it from the lines that begin with `figure:`. */
  readonly runs: number | ((figures: readonly string[], passed: number) => number)
  readonly unit: string
  readonly seed?: string
  readonly env?: Readonly<Record<string, string>>
  /** Runs of the whole. Default 1. */
  readonly times?: number
}

const root = path.join(import.meta.dirname, '..')

/** Runs tests with their full counts (`GUARANTEES=full`) and reports what they came to. The tests are the proof; nothing is proven twice. */
export async function proveByTests(report: Report, wish: Wish): Promise<void> {
  const start = performance.now()
  let runs = 0
  let failures = 0
  for (let time = 0; time < (wish.times ?? 1); time++) {
    const { passed, failed, figures } = await runTests(wish)
    runs += typeof wish.runs === 'number' ? wish.runs : wish.runs(figures, passed)
    failures += failed + (passed === 0 ? 1 : 0)
  }
  report({
    what: wish.what,
    runs,
    unit: wish.unit,
    failures,
    seed: wish.seed ?? null,
    seconds: Math.round((performance.now() - start) / 100) / 10,
  })
}

async function runTests({
  file,
  title,
  env,
}: Wish): Promise<{ passed: number; failed: number; figures: string[] }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'guarantee-'))
  const result = path.join(folder, 'result.json')
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(
    process.execPath,
    [
      vitest,
      'run',
      file,
      ...(title ? ['-t', title] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${result}`,
    ],
    { cwd: root, env: { ...process.env, GUARANTEES: 'full', NO_COLOR: '1', ...env } },
  )
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      out += chunk
    })
  await new Promise(resolve => child.once('close', resolve))
  const text = await readFile(result, 'utf8').catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
  if (text === undefined) throw new Error(`${file} did not run:\n${out}`)
  const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: broken } = JSON.parse(text)
  if (failed + broken > 0) process.stderr.write(out)
  return {
    passed,
    failed: failed === 0 && broken > 0 ? 1 : failed,
    figures: out.split('\n').filter(line => line.startsWith('figure: ')),
  }
}

/** Sum of the first number of each figure that matches. */
export function sumOf(figures: readonly string[], pattern: RegExp): number {
  return figures.reduce((sum, line) => sum + Number(pattern.exec(line)?.[1] ?? 0), 0)
}
