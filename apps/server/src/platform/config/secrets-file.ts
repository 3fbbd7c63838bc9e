import { hkdfSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

interface GeneratedSecrets {
  secret: string
  keyRing: string
}

/**
 * Secrets of a development installation: made once into `secrets.json` in the data folder (readable by its owner
 * only), so that a fresh clone starts without a setting. Written aside and linked into place: of two processes that
 * start at once, both read what the first one wrote.
 */
export function loadOrMakeSecrets(dataDir: string): GeneratedSecrets {
  const file = path.join(dataDir, 'secrets.json')
  if (!fs.existsSync(file)) {
    fs.mkdirSync(dataDir, { recursive: true })
    const made: GeneratedSecrets = {
      secret: randomBytes(32).toString('base64url'),
      keyRing: `k1:${randomBytes(32).toString('base64')}`,
    }
    const aside = `${file}.${process.pid}`
    fs.writeFileSync(aside, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
    try {
      fs.linkSync(aside, file)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    } finally {
      fs.rmSync(aside)
    }
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

/** HKDF-SHA256 (RFC 5869) of a secret for one purpose, 32 bytes. */
export function hkdf(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'lettershop', purpose, 32))
}
