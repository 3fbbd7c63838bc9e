/**
 * Holds the direction of dependencies (ARCHITECTURE.md, "Dependencies point one way"). Prints each import that goes
 * the wrong way and exits 1.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a file belongs to: a package, or within the server a module, the platform or a composition root. */
export function partOf(file: string): string {
  const server = /^apps\/server\/src\/(platform|modules\/[^/]+|modules|commands|server)(?:\/|$)/.exec(file)
  if (server)
    return server[1] === 'modules'
      ? 'root'
      : server[1] === 'commands' || server[1] === 'server'
        ? 'root'
        : (server[1] ?? '')
  if (file.startsWith('apps/server/src/')) return 'root'
  return /^(apps\/web|packages\/[^/]+|bench|scripts|demo)/.exec(file)?.[1] ?? 'other'
}

const LIBRARIES = ['packages/contracts', 'packages/tenant-router', 'packages/print-engine']

/** Why an import from one file to another is wrong, or undefined. Both are paths below the repository's root. */
export function fault(from: string, to: string): string | undefined {
  const [source, target] = [partOf(from), partOf(to)]
  if (
    source === target ||
    from.startsWith('apps/web/tests/') ||
    /\.(test|bench)\.tsx?$/.test(from) ||
    /(^|\/)(testing|test-[\w-]+)\.ts$/.test(from)
  )
    return undefined
  if (['bench', 'scripts', 'demo', 'packages/testkit', 'root'].includes(source)) return undefined
  if (target === 'packages/testkit') return 'only tests use the testkit'
  if (LIBRARIES.includes(source)) return `${source} imports nothing of ours`
  if (source === 'apps/web') return webFault(from, to, target)
  if (source === 'platform')
    return LIBRARIES.includes(target) ? undefined : 'the platform imports libraries only'
  if (source.startsWith('modules/')) return moduleFault(to, target)
  return undefined
}

function webFault(from: string, to: string, target: string): string | undefined {
  if (target === 'packages/contracts') return undefined
  const browserPart = /print-engine\/src\/(design-document|layout|preflight|browser)/.test(to)
  if (from.includes('/designer/') && target === 'packages/print-engine' && browserPart) return undefined
  return 'the web app imports contracts, and its designer the browser part of the print engine'
}

function moduleFault(to: string, target: string): string | undefined {
  if (target === 'platform' || LIBRARIES.includes(target)) return undefined
  if (target.startsWith('modules/') && /\/index\.ts$/.test(to)) return undefined
  if (target === 'modules/tracking' && to.startsWith('apps/server/src/modules/tracking/codes/'))
    return undefined
  return target.startsWith('modules/')
    ? "another module's face is its index.ts"
    : 'nothing imports a composition root'
}

async function* sources(directory: string): AsyncGenerator<string> {
  for (const entry of await readdir(path.join(root, directory), { withFileTypes: true })) {
    const name = path.join(directory, entry.name)
    if (entry.isDirectory() && !['node_modules', 'dist', 'generated'].includes(entry.name))
      yield* sources(name)
    else if (/\.tsx?$/.test(entry.name)) yield name
  }
}

const PACKAGES: Readonly<Record<string, string>> = {
  '@lettershop/server': 'apps/server',
  '@lettershop/web': 'apps/web',
}

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.normalize(path.join(path.dirname(from), specifier))
  if (specifier.startsWith('#')) return path.join('apps/server/src', specifier.slice(1))
  const [, name, rest] = /^(@lettershop\/[\w-]+)(?:\/(.*))?$/.exec(specifier) ?? []
  if (!name) return undefined
  return path.join(PACKAGES[name] ?? name.replace('@lettershop', 'packages'), 'src', `${rest ?? 'index'}.ts`)
}

async function main(): Promise<void> {
  const wrong: string[] = []
  let files = 0
  for (const top of ['apps', 'packages'])
    for await (const file of sources(top)) {
      files++
      const text = await readFile(path.join(root, file), 'utf8')
      for (const match of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
        const target = resolve(file, match[1] ?? '')
        const why = target && fault(file, target)
        if (why) wrong.push(`${file} imports ${match[1]}: ${why}`)
      }
    }
  for (const line of wrong) console.error(line)
  console.log(`boundaries: ${files} files, ${wrong.length} imports the wrong way`)
  if (wrong.length > 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
