import type { Job } from '@lettershop/contracts'
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api, inOrg } from '../api.ts'
import { formatNumber, formatShare } from '../format.ts'
import { texts } from '../texts.ts'
import { tellError } from './notify.tsx'
import { useJob } from './use-job.ts'

interface JobProgressProps {
  org: string
  jobId: string
  title: string
  mayCancel: boolean
  cancelLabel?: string
  onEnd: (job: Job) => void
}

/** Long work, live. It goes on when nobody looks; this only shows it. */
export function JobProgress({ org, jobId, title, mayCancel, cancelLabel, onEnd }: JobProgressProps) {
  const job = useJob(org, jobId, onEnd)
  const cancel = useMutation({
    mutationFn: () => api.post(inOrg(org, 'jobs', jobId, 'cancel')),
    onError: tellError,
  })
  if (!job) return null
  if (job.state === 'failed') return <JobFailure job={job} />
  const { done, total, step } = job
  const share = total ? Math.min(100, (done / total) * 100) : 0
  const waiting = job.state === 'queued' || !total
  return (
    <Stack gap="xs" aria-live="polite">
      <Group justify="space-between" align="baseline">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" className="figures">
          {total
            ? `${texts.job.progress(formatNumber(done), formatNumber(total))} · ${formatShare(done, total)}`
            : texts.job[job.state]}
        </Text>
      </Group>
      <Progress
        value={waiting ? 100 : share}
        animated={waiting}
        striped={waiting}
        size="lg"
        transitionDuration={300}
        aria-label={texts.job.label}
      />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {[step, texts.job.canLeave].filter(Boolean).join(' · ')}
        </Text>
        {mayCancel && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {cancelLabel ?? texts.job.cancel}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** Why long work stopped. */
export function JobFailure({ job }: { job: Job }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle size={20} />} title={texts.job.failed}>
      {job.error?.message ?? texts.states.unexpected}
    </Alert>
  )
}
