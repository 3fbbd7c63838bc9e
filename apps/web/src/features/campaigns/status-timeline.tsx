import { Text, Timeline } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useMemberName } from '../identity/member.api.ts'
import { useOrganization } from '../identity/session.ts'
import { statusChangesQuery } from './campaign.api.ts'

const words = texts.campaigns

/** Each step of the campaign, newest first. */
export function StatusTimeline({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const nameOf = useMemberName()
  const changes = useQuery(statusChangesQuery(org, campaignId))
  if (changes.isError) return <ErrorState error={changes.error} onRetry={() => changes.refetch()} />
  const newestFirst = (changes.data?.data ?? []).toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  return (
    <Panel title={words.activity.statusTitle}>
      {changes.data && newestFirst.length === 0 && <Text c="dimmed">{words.activity.noChanges}</Text>}
      <Timeline active={newestFirst.length} bulletSize={14} lineWidth={2}>
        {newestFirst.map(change => (
          <Timeline.Item key={change.id} title={words.statuses[change.to_status]}>
            <Text size="sm" c="dimmed">
              {[nameOf(change.actor_id), formatDateTime(change.created_at)].filter(Boolean).join(' · ')}
            </Text>
            {change.reason && <Text size="sm">{change.reason}</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
    </Panel>
  )
}
