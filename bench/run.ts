/**
 * Runs benchmarks: `npm run bench -- --list`, `npm run bench -- print`, `npm run -s bench -- print --json`.
 * Each file `bench/<name>.ts` exports `about` and `run(report)`. A benchmark compares with a named peer or limit in
 * the same run, because absolute figures move from machine to machine. Exit 1 when a line is below its floor.
 */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BenchLine } from './types.ts'

interface Bench {
  about: string
  run(report: (line: BenchLine) => void): Promise<void>
}

const NOT_BENCHES = new Set(['run.ts', 'types.ts'])
const names = (await readdir(import.meta.dirname))
  .filter(file => /^[a-z]+\.ts$/.test(file) && !NOT_BENCHES.has(file))
  .map(file => file.slice(0, -3))
  .sort()
const load = async (name: string): Promise<Bench> =>
  import(pathToFileURL(path.join(import.meta.dirname, `${name}.ts`)).href)

const words = process.argv.slice(2).filter(word => !word.startsWith('--'))
const json = process.argv.includes('--json')
const unknown = words.filter(word => !names.includes(word))

if (process.argv.includes('--list')) {
  for (const name of names) process.stdout.write(`${name.padEnd(12)} ${(await load(name)).about}\n`)
} else if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark called ${unknown.join(', ')}. Known: ${names.join(', ')}.\n`)
  process.exitCode = 2
} else {
  for (const name of words.length > 0 ? words : names) await (await load(name)).run(show)
}

function show(line: BenchLine): void {
  if (!line.ok) process.exitCode = 1
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`)
  else
    process.stdout.write(
      `${line.ok ? 'ok  ' : 'LOW '} ${line.bench} · ${line.metric}: ${round(line.value)} ${line.unit}${peerOf(line)}${line.floor === null ? '' : ` (floor ${round(line.floor)})`}\n`,
    )
}

function peerOf({ peer, peer_value, ratio }: BenchLine): string {
  if (peer === null) return ''
  return ` · ${peer} ${peer_value === null ? '' : round(peer_value)}${ratio === null ? '' : ` · ratio ${round(ratio)}`}`
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
