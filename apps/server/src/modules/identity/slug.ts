import { randomBytes } from 'node:crypto'
import { isUuid } from '@lettershop/tenant-router'

/** Form of an organization's short name in addresses; also a DNS label, because its pages live under it. */
export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Names that are, or may become, addresses of the installation itself. */
const RESERVED = new Set([
  'admin',
  'api',
  'app',
  'assets',
  'auth',
  'docs',
  'health',
  'help',
  'login',
  'mail',
  'me',
  'new',
  'operator',
  'orgs',
  'settings',
  'sign-in',
  'sign-up',
  'static',
  'support',
  'system',
  'test',
  'www',
]) // prettier-ignore

/** True for a short name that an organization may have: never one that reads as another organization's id. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && !isUuid(text) && !RESERVED.has(text)
}

/** A short name made from a name: `Müller & Söhne` gives `muller-sohne`, `株式会社` gives `organization`. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replaceAll(/^-+|-+$/g, '')
  return plain !== '' && isSlug(plain) ? plain : `organization${plain === '' ? '' : `-${plain.slice(0, 40)}`}`
}

/** Short names to try for a wish that is taken: first numbers, which people like, then something that is surely free. */
export function slugCandidates(wish: string): string[] {
  const short = wish.slice(0, 50).replace(/-+$/, '')
  return [
    wish,
    `${short}-2`,
    `${short}-3`,
    `${short}-${randomBytes(3).toString('hex')}`,
    `${short}-${randomBytes(5).toString('hex')}`,
  ]
}
