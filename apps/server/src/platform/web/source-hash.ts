import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * One hash of everything in these files and folders: names and contents, tests aside.
 * @returns hex SHA-256, the same on every machine
 */
export async function hashOfSources(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const root of paths) {
    for (const file of await filesBelow(root)) {
      const content = createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
      hash.update(`${path.basename(root)}/${path.relative(root, file).replaceAll('\\', '/')} ${content}\n`)
    }
  }
  return hash.digest('hex')
}

async function filesBelow(root: string): Promise<string[]> {
  if (!(await stat(root)).isDirectory()) return [root]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
}
