/**
 * Proves the guarantees with their full counts and writes docs/guarantees.md: `npm run guarantees`, or
 * `npm run guarantees -- rotation doctor` for some. `--list` names them. Exit 1 when one does not hold.
 * Each file scripts/guarantees/<name>.ts exports `name`, `about` and `run(report)`.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Guarantee, GuaranteeLine } from './guarantee.ts'

const FOLDER = path.join(import.meta.dirname, 'guarantees')
const PAGE = path.join(import.meta.dirname, '../docs/guarantees.md')

const words = process.argv.slice(2).filter(word => !word.startsWith('--'))
const files = (await readdir(FOLDER)).filter(file => file.endsWith('.ts')).sort()
const all = await Promise.all(
  files.map(async (file): Promise<Guarantee> => import(pathToFileURL(path.join(FOLDER, file)).href)),
)
const unknown = words.filter(word => !all.some(one => one.name === word))

if (process.argv.includes('--list')) {
  for (const { name, about } of all) process.stdout.write(`${name.padEnd(14)} ${about}\n`)
} else if (unknown.length > 0) {
  process.stderr.write(
    `There is no guarantee called ${unknown.join(', ')}. Known: ${all.map(one => one.name).join(', ')}.\n`,
  )
  process.exitCode = 2
} else {
  for (const one of all) if (words.length === 0 || words.includes(one.name)) await prove(one)
}

async function prove(guarantee: Guarantee): Promise<void> {
  process.stdout.write(`${guarantee.name}: ${guarantee.about}\n`)
  const lines: GuaranteeLine[] = []
  await guarantee.run(line => {
    lines.push(line)
    if (line.failures > 0) process.exitCode = 1
    process.stdout.write(`  ${line.failures === 0 ? 'ok    ' : 'FAILED'} ${show(line)}\n`)
  })
  await put(guarantee, lines)
}

function show({ what, runs, unit, failures, seed, seconds }: GuaranteeLine): string {
  return `${what}: ${runs.toLocaleString('en')} ${unit}, ${failures} failures${seed === null ? '' : `, seed ${seed}`}, ${seconds} s`
}

/** Each guarantee keeps its section: running one leaves the figures of the others as they were seen. */
async function put({ name, about }: Guarantee, lines: readonly GuaranteeLine[]): Promise<void> {
  const head =
    '# Guarantees\n\nFigures of `npm run guarantees`, each with the day and machine of its last run. [isolation.md](isolation.md) says what is promised.\n'
  const page = existsSync(PAGE) ? await readFile(PAGE, 'utf8') : head
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`
  const section = [
    `## ${name}`,
    '',
    `${about} (${day}, ${machine})`,
    '',
    '| what | runs | failures | seed | seconds |',
    '|---|---|---|---|---|',
    ...lines.map(
      line =>
        `| ${line.what} | ${line.runs.toLocaleString('en')} ${line.unit} | ${line.failures} | ${line.seed ?? ''} | ${line.seconds} |`,
    ),
    '',
  ].join('\n')
  const sections = page.split(/^(?=## )/m).filter(part => !part.startsWith(`## ${name}\n`))
  const [first = head, ...rest] = sections
  const ordered = [...rest.map(part => `${part.trimEnd()}\n`), section].sort()
  await writeFile(PAGE, [`${first.trimEnd()}\n`, ...ordered].join('\n'))
}
