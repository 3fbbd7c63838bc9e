import type { Account } from './client.ts'
import { ORGANIZATION } from './sample.ts'

/**
 * An organization through the public API: signs up, or in where the person is known already, and makes an API key.
 * @param url address of the server from here
 * @param origin address that its pages come from; a browser would send it
 */
export async function signUpDemo(
  url: string,
  origin: string,
  { slug = ORGANIZATION.slug, ...person }: { email: string; password: string; slug?: string },
): Promise<Account> {
  const headers = { 'content-type': 'application/json', origin: new URL(origin).origin }
  const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
  let answer = await post('/v1/sign-up', {
    name: 'June Tamarack',
    ...person,
    organization: { ...ORGANIZATION, slug },
  })
  if (answer.status === 409) answer = await post('/api/auth/sign-in/email', person)
  if (answer.status === 401)
    throw new Error(
      `The demo organization is in this database already, made from another data folder, and ${person.email} has another password there. Start with --no-demo, or throw everything away with: npm run db:reset -- --yes`,
    )
  if (!answer.ok) throw new Error(`The demo person cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const key = await post(
    `/v1/orgs/${slug}/api-keys`,
    { name: `Demo ${new Date().toISOString()}`, role: 'admin' },
    { cookie },
  )
  if (!key.ok) throw new Error(`The demo's API key cannot be made: ${key.status} ${await key.text()}`)
  const made = (await key.json()) as { key: string }
  return { url, org: slug, key: made.key }
}
