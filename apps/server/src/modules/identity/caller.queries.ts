import type { Role } from '@lettershop/contracts/permissions'

/** What one statement tells about a session and an organization; the organization's part is null for a stranger. */
export interface SessionRow {
  readonly user_id: string
  readonly id: string | null
  readonly slug: string | null
  readonly name: string | null
  readonly currency: string | null
  readonly time_zone: string | null
  readonly mode: 'live' | 'test' | null
  readonly role: Role | null
}

const ORGANIZATION = 'o.id, o.slug, o.name, o.currency, o.time_zone, o.mode'

const session = (name: string, condition: string) => ({
  name,
  text: `select s.user_id, ${ORGANIZATION}, m.role
    from identity.session s
    left join (identity.organization o join identity.member m on m.organization_id = o.id)
      on ${condition} and o.ready_at is not null and m.user_id = s.user_id
    where s.token = $1 and s.expires_at > now()`,
})

/** Session, organization and role in one flight, read for every request: a role taken away is gone at once (AUT-1). */
export const sessionWithOrganizationById = session('identity_session_by_id', 'o.id = $2')
export const sessionWithOrganizationBySlug = session('identity_session_by_slug', 'o.slug = $2')

export const sessionAlone = {
  name: 'identity_session',
  text: `select s.user_id, exists (select from operator.operator p where p.user_id = s.user_id) as is_operator
    from identity.session s where s.token = $1 and s.expires_at > now()`,
}

export interface KeyRow {
  readonly key_id: string
  readonly metadata: string | null
  readonly used_lately: boolean
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly currency: string
  readonly time_zone: string
  readonly mode: 'live' | 'test'
}

export const keyByHash = {
  name: 'identity_key',
  text: `select k.id as key_id, k.metadata, coalesce(k.last_request > now() - interval '1 minute', false) as used_lately, ${ORGANIZATION}
    from identity.apikey k join identity.organization o on o.id = k.reference_id and o.ready_at is not null
    where k.key = $1 and k.enabled and (k.expires_at is null or k.expires_at > now())`,
}

/** At most once a minute: a key that is used a thousand times a second must not write as often. */
export const markKeyUsed = {
  name: 'identity_key_used',
  text: `update identity.apikey set last_request = now()
    where id = $1 and (last_request is null or last_request < now() - interval '1 minute')`,
}
