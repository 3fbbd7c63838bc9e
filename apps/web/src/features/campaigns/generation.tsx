import { Paper } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { texts } from '../../texts.ts'
import { JobFailure, JobProgress } from '../../ui/job-progress.tsx'
import { hasEnded, latestJobQuery } from '../../ui/use-job.ts'
import { useCan, useOrganization } from '../identity/session.ts'
import type { Campaign } from './campaign.api.ts'

/** The making of the pieces while it runs, or why it stopped. */
export function Generation({ campaign: { id, status } }: { campaign: Campaign }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const interesting = status === 'generating' || status === 'failed'
  const { data: job } = useQuery({ ...latestJobQuery(org, 'campaigns.campaign', id), enabled: interesting })
  const onEnd = useCallback(() => {
    void client.invalidateQueries({ queryKey: [org, 'campaign', id] })
    void client.invalidateQueries({ queryKey: [org, 'campaigns'] })
  }, [client, org, id])

  if (!interesting || !job) return null
  if (status === 'failed') return job.state === 'failed' ? <JobFailure job={job} /> : null
  if (hasEnded(job)) return null
  return (
    <Paper withBorder p="lg" radius="lg" mb="lg">
      <JobProgress
        org={org}
        jobId={job.id}
        title={texts.campaigns.generating}
        mayCancel={can('job.cancel')}
        cancelLabel={texts.campaigns.cancelGeneration}
        onEnd={onEnd}
      />
    </Paper>
  )
}
