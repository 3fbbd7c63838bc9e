import type { Job } from '@lettershop/contracts'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, inOrg, type Page } from '../api.ts'

const ENDED: readonly Job['state'][] = ['done', 'failed', 'cancelled']

/** While the stream of events is down (a proxy without patience), the job is asked for this often. */
const ASK_AGAIN_MS = 3000

export const jobQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'job', id],
    queryFn: ({ signal }) => api.get<Job>(inOrg(org, 'jobs', id), { signal }),
  })

/** The newest job for something, as `campaigns.campaign` and its id. */
export const latestJobQuery = (org: string, resource: string, resourceId: string) =>
  queryOptions({
    queryKey: [org, 'jobs', resource, resourceId],
    queryFn: async ({ signal }) => {
      const query = { resource, resource_id: resourceId, limit: 1 }
      const { data } = await api.get<Page<Job>>(inOrg(org, 'jobs'), { query, signal })
      return data[0] ?? null
    },
  })

/** Whether nothing more will come of it. */
export function hasEnded(job: Job): boolean {
  return ENDED.includes(job.state)
}

/**
 * A job as it goes on, by server-sent events.
 * @param onEnd called once when it has ended while somebody watched
 */
export function useJob(org: string, id: string, onEnd: (job: Job) => void): Job | undefined {
  const client = useQueryClient()
  const { data: job } = useQuery({
    ...jobQuery(org, id),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : ASK_AGAIN_MS),
  })
  useEffect(() => {
    const source = new EventSource(inOrg(org, 'jobs', id, 'events'))
    const take = (event: MessageEvent<string>) => {
      const job: Job = JSON.parse(event.data)
      client.setQueryData(jobQuery(org, id).queryKey, job)
      if (hasEnded(job)) source.close()
    }
    source.addEventListener('job', take)
    return () => source.close()
  }, [client, org, id])

  const ended = job !== undefined && hasEnded(job)
  const told = useRef(false)
  useEffect(() => {
    if (!ended || told.current) return
    told.current = true
    onEnd(job)
  }, [ended, job, onEnd])
  return job
}
