/** Makes the documents that follow from the code: docs/errors.md, docs/permissions.md, .env.example. `--check` fails when one is stale. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { may, PERMISSIONS, ROLES } from '@lettershop/contracts/permissions'
import { settings } from '../apps/server/src/platform/config/settings.ts'
import { errorsPage } from '../apps/server/src/platform/reference/openapi.ts'

function permissionsPage(): string {
  const head = `| resource | action | ${ROLES.join(' | ')} |\n|---|---|${ROLES.map(() => ':-:|').join('')}`
  const rows = PERMISSIONS.map(
    one =>
      `| ${one.resource} | ${one.action} | ${ROLES.map(role => (may(role, one) ? '✓' : '')).join(' | ')} |`,
  )
  return `# Who may do what\n\nGenerated from \`packages/contracts/src/permissions.ts\` by \`npm run docs:generate\`.\n\n${head}\n${rows.join('\n')}\n`
}

function envExample(): string {
  const lines = Object.entries(settings).map(([name, { schema, about }]) => {
    const standard = schema.safeParse(undefined)
    return `# ${about}\n#${name}=${standard.success && standard.data !== undefined ? standard.data : ''}\n`
  })
  return `# Every setting of Lettershop; none is needed for a local start. Copy to .env and take away the # of what you change.\n# Generated from apps/server/src/platform/config/settings.ts by npm run docs:generate.\n\n${lines.join('\n')}`
}

const root = fileURLToPath(new URL('..', import.meta.url))
const stale: string[] = []
for (const [file, text] of [
  ['docs/errors.md', errorsPage()],
  ['docs/permissions.md', permissionsPage()],
  ['.env.example', envExample()],
] as const) {
  if ((await readFile(root + file, 'utf8').catch(() => '')) === text) continue
  stale.push(file)
  if (!process.argv.includes('--check')) await writeFile(root + file, text)
}
if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`Stale: ${stale.join(', ')}. Run npm run docs:generate and commit the result.`)
  process.exitCode = 1
} else console.log(stale.length === 0 ? 'Documents are up to date.' : `Written: ${stale.join(', ')}`)
