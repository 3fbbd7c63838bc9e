/** Everything that a machine can hold about the source, one line each; `npm run check`. */
import { spawnSync } from 'node:child_process'

const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['lock file', ['npm', 'ci', '--dry-run', '--loglevel=error']],
  ['types', ['tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['types of the web app', ['tsc', '--noEmit', '-p', 'apps/web/tsconfig.json']],
  ['format and lint', ['biome', 'check', '--error-on-warnings']],
  ['boundaries', ['node', 'scripts/check-boundaries.ts']],
  ['generated files', ['node', 'scripts/gen-db.ts', '--check']],
  ['generated documents', ['node', 'scripts/gen-docs.ts', '--check']],
  ['unused code', ['knip']],
]

let failed = 0
for (const [name, [command = '', ...args]] of CHECKS) {
  const start = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  const ok = status === 0
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (ok) continue
  failed++
  console.error(error?.message ?? `${stdout}${stderr}`)
}
process.exitCode = failed > 0 ? 1 : 0
