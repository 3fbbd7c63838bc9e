import type { Role } from '@lettershop/contracts/permissions'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import { useOrganization } from './session.ts'

export interface Member {
  id: string
  user_id: string
  name: string
  email: string
  role: Role
  two_factor_enabled: boolean
  created_at: string
}

export interface Invitation {
  id: string
  email: string
  role: Role
  status: string
  invited_by: string
  expires_at: string
  created_at: string
}

export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'members'],
    queryFn: ({ signal }) => api.get<Page<Member>>(inOrg(org, 'members'), { signal }),
    staleTime: 60_000,
  })

export const invitationsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'invitations'],
    queryFn: ({ signal }) => api.get<Page<Invitation>>(inOrg(org, 'invitations'), { signal }),
  })

/** Turns the id of a person into their name, where they are a member still. */
export function useMemberName(): (userId: string | null) => string | undefined {
  const { slug: org } = useOrganization()
  const { data } = useQuery(membersQuery(org))
  return userId => data?.data.find(member => member.user_id === userId)?.name
}
