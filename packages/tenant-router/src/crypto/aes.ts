import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { RouterError } from '../errors.ts'

const BYTES = { key: 32, iv: 16, tag: 16 }

/** Encrypts with AES-256-GCM. @returns `iv:authTag:ciphertext`, each in base64 */
export function seal(key: Buffer, plain: Buffer, context: Buffer): string {
  const iv = randomBytes(BYTES.iv)
  const cipher = createCipheriv('aes-256-gcm', checkedKey(key), iv, { authTagLength: BYTES.tag })
  cipher.setAAD(context)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return [iv, cipher.getAuthTag(), text].map(part => part.toString('base64')).join(':')
}

/**
 * Decrypts what {@link seal} made. Nothing is given out before the tag is checked: `update()` alone would hand out
 * forged text. Without `authTagLength` Node accepts tags cut to four bytes.
 * @throws {RouterError} `credential_unreadable`, without saying which part was wrong
 */
export function open(key: Buffer, sealed: string, context: Buffer): Buffer {
  const [iv, tag, text, ...rest] = sealed.split(':').map(strictBase64)
  if (!iv || !tag || !text || rest.length > 0) throw unreadable()
  if (iv.length !== BYTES.iv || tag.length !== BYTES.tag || text.length === 0) throw unreadable()
  const decipher = createDecipheriv('aes-256-gcm', checkedKey(key), iv, { authTagLength: BYTES.tag })
  decipher.setAAD(context)
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch {
    throw unreadable()
  }
}

/** A key of 32 bytes. @throws {TypeError} for any other length */
export function checkedKey(key: Buffer): Buffer {
  if (key.length !== BYTES.key)
    throw new TypeError(`a key must have ${BYTES.key} bytes, this one has ${key.length}`)
  return key
}

/** `Buffer.from` takes rubbish in silence: only what encodes back to the same text is base64. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** Additional data of several parts, each with its length before it, so that no two lists give the same bytes. */
export function contextOf(...parts: string[]): Buffer {
  return Buffer.concat(
    parts.flatMap(part => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function unreadable(): RouterError {
  return new RouterError('credential_unreadable', 'the ciphertext does not open with this key for this row')
}
