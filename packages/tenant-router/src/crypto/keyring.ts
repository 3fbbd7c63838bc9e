import { readFile, stat } from 'node:fs/promises'
import { RouterError } from '../errors.ts'
import type { KeyProvider } from '../router.types.ts'
import { checkedKey, open, seal, strictBase64 } from './aes.ts'

/**
 * A provider over keys that the operator gives as text: `id:base64,id2:base64`. The first is the current one, the
 * others still open what they wrapped.
 * @throws {TypeError} for an empty ring, an id twice, or a key that is not 32 bytes of base64; never repeats a key
 */
export function createKeyring(text: string): KeyProvider {
  const keys = new Map<string, Buffer>()
  for (const [index, entry] of text.split(',').entries()) {
    const [, id, base64] = /^\s*([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)\s*$/.exec(entry) ?? []
    const key = base64 === undefined ? undefined : strictBase64(base64)
    if (id === undefined || key === undefined)
      throw new TypeError(
        `key ${index + 1} of the ring is not "id:base64" with 32 bytes (openssl rand -base64 32)`,
      )
    if (keys.has(id)) throw new TypeError(`the ring names the key ${id} twice`)
    keys.set(id, checkedKey(key))
  }
  const [currentKeyId = ''] = keys.keys()
  const find = (id: string): Buffer => {
    const key = keys.get(id)
    if (!key) throw new RouterError('credential_unreadable', `the key ${id} is not in the ring`)
    return key
  }
  return {
    currentKeyId,
    wrap: async (dataKey, context) => ({
      keyId: currentKeyId,
      wrapped: seal(find(currentKeyId), dataKey, context),
    }),
    unwrap: async (keyId, wrapped, context) => open(find(keyId), wrapped, context),
  }
}

/**
 * The same from a file, one `id:base64` a line, `#` for remarks. The file must be closed to others (0600).
 * @throws {TypeError} as {@link createKeyring}, or when others may read the file
 */
export async function createFileKeyring(path: string): Promise<KeyProvider> {
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0)
    throw new TypeError(`${path} can be read by others: chmod 600 it`)
  const lines = (await readFile(path, 'utf8')).split('\n').map(line => line.replace(/#.*/, '').trim())
  return createKeyring(lines.filter(line => line !== '').join(','))
}
