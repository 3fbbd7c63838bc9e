import type { Funnel, Timeline } from '@lettershop/contracts/resources/tracking'
import { queryOptions } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'

export type { Funnel }

type TimelineAnswer = typeof Timeline._zod.output
export type TimelineDay = TimelineAnswer['data'][number]

export const funnelQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'funnel'],
    queryFn: ({ signal }) => api.get<Funnel>(inOrg(org, 'campaigns', id, 'funnel'), { signal }),
    staleTime: 10_000,
  })

export const timelineQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'timeline'],
    queryFn: ({ signal }) => api.get<TimelineAnswer>(inOrg(org, 'campaigns', id, 'timeline'), { signal }),
    staleTime: 10_000,
  })
