import { queryOptions } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'

/** How far the pieces of a campaign came. */
export interface Funnel {
  pieces: number
  scanned: number
  visited: number
  converted: number
  conversions: number
  value: { currency: string; amount: number }[]
  seed_pieces: number
}

/** One day of a campaign. */
export interface Day {
  day: string
  scans: number
  visits: number
  conversions: number
}

export const funnelQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'funnel'],
    queryFn: ({ signal }) => api.get<Funnel>(inOrg(org, 'campaigns', id, 'funnel'), { signal }),
    staleTime: 10_000,
  })

export const timelineQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'timeline'],
    queryFn: ({ signal }) => api.get<{ data: Day[] }>(inOrg(org, 'campaigns', id, 'timeline'), { signal }),
    staleTime: 10_000,
  })
