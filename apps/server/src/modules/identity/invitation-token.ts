import { createHmac, timingSafeEqual } from 'node:crypto'
import { isUuid } from '@lettershop/tenant-router'
import type { Config } from '#platform/config/config.ts'

/**
 * Token of an invitation's link: the id and a keyed hash of it. Only the mail carries it. The id alone, which
 * administrators see in their list, opens nothing; so whoever has the token has read the mail.
 */
export function invitationToken(config: Config, id: string): string {
  return `${id}.${macOf(config, id).toString('base64url')}`
}

/** Id of a token that is ours, else undefined. */
export function readInvitationToken(config: Config, token: string): string | undefined {
  const [id = '', mac = ''] = token.split('.')
  if (!isUuid(id)) return undefined
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(config, id)
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined
}

function macOf(config: Config, id: string): Buffer {
  return createHmac('sha256', config.deriveSecret('invitation')).update(id).digest()
}
