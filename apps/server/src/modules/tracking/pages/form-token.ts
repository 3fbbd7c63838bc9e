import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Config } from '#platform/config/config.ts'

/** What a token is good for. */
interface Purpose {
  readonly organization: string
  readonly page: string
  readonly block: number
}

/** Made when a form is shown and sent back with its answers: the same token twice is the same submission. */
export function makeFormToken(config: Config, purpose: Purpose): string {
  const id = randomUUID()
  return `${id}.${mac(config, id, purpose)}`
}

/** The id inside a token, or undefined when it was not made for this form here. */
export function readFormToken(config: Config, token: string, purpose: Purpose): string | undefined {
  const [id = '', given = ''] = token.split('.')
  const expected = mac(config, id, purpose)
  const same = given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  return same ? id : undefined
}

function mac(config: Config, id: string, { organization, page, block }: Purpose): string {
  return createHmac('sha256', config.deriveSecret('form-token'))
    .update(`${organization}\n${page}\n${block}\n${id}`)
    .digest('base64url')
    .slice(0, 22)
}
