import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { DayChart } from '../../ui/day-chart.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { timelineQuery } from './results.api.ts'

const words = texts.campaigns.results

/** When people scanned and visited. */
export function TimelinePanel({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const timeline = useQuery({ ...timelineQuery(org, campaignId), refetchInterval: 60_000 })
  const days = timeline.data?.data
  return (
    <Panel title={words.overTime}>
      {timeline.isError ? (
        <ErrorState error={timeline.error} onRetry={() => timeline.refetch()} />
      ) : days === undefined ? (
        <Skeleton height={160} />
      ) : days.length === 0 ? (
        <Text c="dimmed">{words.noScans}</Text>
      ) : (
        <DayChart
          label={words.chart}
          series={[words.scans, words.visits]}
          days={days.map(({ day, scanned, visited }) => ({
            label: formatDate(`${day}T12:00:00`),
            values: [scanned, visited],
          }))}
        />
      )}
    </Panel>
  )
}
