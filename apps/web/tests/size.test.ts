import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ensureWebBuilt } from '../../server/src/platform/web/ensure-built.ts'
import { WEB_DIST } from '../../server/src/platform/web/web-files.ts'

/** What a first page may cost in script, in the encoding that browsers ask for (brotli, over https and on localhost). */
const BUDGET = 200_000

interface Chunk {
  file: string
  imports?: string[]
}

beforeAll(() => ensureWebBuilt(() => undefined), 60_000)

/** Bytes of script that a browser fetches for these chunks and all that they import, each once. */
function scriptBytes(...entries: string[]): number {
  const manifest: Record<string, Chunk> = JSON.parse(
    readFileSync(path.join(WEB_DIST, '.vite/manifest.json'), 'utf8'),
  )
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build has no ${name}; it has ${Object.keys(manifest).join(', ')}`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(visit)
  }
  entries.forEach(visit)
  return [...files]
    .map(file => brotliCompressSync(readFileSync(path.join(WEB_DIST, file))).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}

test.each([
  ['sign-in', ['src/features/identity/sign-in.page.tsx']],
  ['campaigns', ['src/shell/organization-shell.tsx', 'src/features/campaigns/campaigns.page.tsx']],
])('the first page %s costs less than 200 kB of script', (_name, chunks) => {
  const bytes = scriptBytes('index.html', ...chunks)
  expect(bytes, `${bytes} bytes`).toBeLessThan(BUDGET)
})
