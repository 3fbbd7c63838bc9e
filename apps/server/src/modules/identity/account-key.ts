import { createHmac } from 'node:crypto'
import type { Services } from '#platform/services.ts'

/** Keyed hash that stands for an e-mail address in a budget: the address itself is not stored there. */
export function accountKey(services: Services, email: string): string {
  const key = services.config.deriveSecret('rate-budget')
  return createHmac('sha256', key).update(email.trim().toLowerCase()).digest('base64url').slice(0, 22)
}
