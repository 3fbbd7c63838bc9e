import { Alert, Paper } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { texts } from '../../texts.ts'
import { JobProgress } from '../../ui/job-progress.tsx'
import { jobQuery } from '../../ui/use-job.ts'
import { useCan, useOrganization } from '../identity/session.ts'
import type { RecipientList } from './list.api.ts'

const words = texts.audience

/** The import while it runs, or why it ended before its time. */
export function ImportProgress({ list: { id, status, job_id: jobId } }: { list: RecipientList }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const onEnd = useCallback(() => {
    void client.invalidateQueries({ queryKey: [org, 'list', id] })
    void client.invalidateQueries({ queryKey: [org, 'lists'] })
  }, [client, org, id])
  if (jobId === null) return null
  if (status !== 'importing') return <Stopped jobId={jobId} status={status} />
  return (
    <Paper withBorder p="lg" radius="lg">
      <JobProgress
        org={org}
        jobId={jobId}
        title={words.importing}
        mayCancel={can('job.cancel')}
        onEnd={onEnd}
      />
    </Paper>
  )
}

function Stopped({ jobId, status }: { jobId: string; status: RecipientList['status'] }) {
  const { slug: org } = useOrganization()
  const { data: job } = useQuery(jobQuery(org, jobId))
  return (
    <Alert color={status === 'failed' ? 'red' : 'gray'} title={words.failedTitle}>
      {job?.error?.message ?? words.statuses[status]}
    </Alert>
  )
}
