import type { Permission, Role } from '@lettershop/contracts/permissions'
import { queryOptions } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ApiError, api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'

type Named<P> = P extends { resource: infer R extends string; action: infer A extends string }
  ? `${R}.${A}`
  : never
/** A pair of the permission table as the server names it: `campaign.approve`. */
export type PermissionName = Named<Permission>

/** An organization that the person belongs to. */
export interface Membership {
  id: string
  slug: string
  name: string
  mode: 'live' | 'test'
  role: Role
  permissions: string[]
}

export interface Me {
  user: {
    id: string
    name: string
    email: string
    email_verified: boolean
    two_factor_enabled: boolean
    is_operator: boolean
  }
  organizations: Membership[]
}

/** Who is signed in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await api.get<Me>('/v1/me', { signal })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** What signing in answers: done, or a second factor is asked for. */
interface SignInAnswer {
  twoFactorRedirect?: boolean
}

/** @returns whether a code of the second factor is needed before anything is open */
export async function signIn(credentials: {
  email: string
  password: string
}): Promise<{ needsCode: boolean }> {
  const answer = await api.post<SignInAnswer>('/api/auth/sign-in/email', credentials)
  if (answer.twoFactorRedirect) return { needsCode: true }
  await enter()
  return { needsCode: false }
}

/** Second step of signing in, with the six digits of the authenticator app. */
export async function confirmCode(code: string): Promise<void> {
  await api.post('/api/auth/two-factor/verify-totp', { code })
  await enter()
}

/** Forgets everything read as somebody else, and reads who is there now. */
export async function enter(): Promise<void> {
  queryClient.clear()
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
}

/** Ends the session here and forgets what was read in it. */
export async function signOut(): Promise<void> {
  await api.post('/api/auth/sign-out')
  queryClient.clear()
  queryClient.setQueryData(meQuery.queryKey, null)
}

const organizationRoute = getRouteApi('/signed-in/o/$org')

/** The organization of this page. */
export function useOrganization(): Membership {
  return organizationRoute.useRouteContext().organization
}

/** Whether the person may do this here; the server decides again. */
export function useCan(): (permission: PermissionName) => boolean {
  const { permissions } = useOrganization()
  return permission => permissions.includes(permission)
}
