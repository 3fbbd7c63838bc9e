import { readFile, realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Assets } from '@lettershop/print-engine'

/** Where fonts and images may lie beside the design. */
const FOLDERS = ['.', 'fonts', 'images', 'assets', '../fonts', '../images', '../assets']

/**
 * Files beside a design: in its folder, in `fonts`, `images`, `assets` within or next to it. Never the network, never
 * a path that leads anywhere else, not even through a symbolic link.
 */
export function fileAssets(folder: string): Assets {
  return {
    async resolve(src) {
      const name = src.replace(/^\.\//, '')
      if (/^[a-z][a-z0-9+.-]*:/i.test(name))
        throw new Error('only files beside the design are read, no addresses')
      if (isAbsolute(name) || name.includes('\0')) throw new Error('only files beside the design are read')
      for (const place of FOLDERS) {
        const root = resolve(folder, place)
        const bytes = await readWithin(root, name)
        if (bytes) return { bytes }
      }
      return undefined
    },
  }
}

async function readWithin(root: string, name: string): Promise<Uint8Array | undefined> {
  try {
    const base = await realpath(root)
    const file = await realpath(resolve(base, name))
    const inside = relative(base, file)
    if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside))
      return undefined
    return await readFile(file)
  } catch {
    return undefined
  }
}
