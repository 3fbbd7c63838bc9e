import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { DayChart } from '../../ui/day-chart.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { type TimelineDay, timelineQuery } from './results.api.ts'

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
          days={everyDay(days).map(({ day, scanned, visited }) => ({
            label: formatDate(`${day}T12:00:00`),
            values: [scanned, visited],
          }))}
        />
      )}
    </Panel>
  )
}

const FEWEST = 14
const DAY_MS = 86_400_000

/** Days without a scan stand between the others, and before them, so that a first day is seen as one. */
function everyDay(days: readonly TimelineDay[]): TimelineDay[] {
  const known = new Map(days.map(one => [one.day, one]))
  const times = days.map(({ day }) => Date.parse(day))
  const last = Math.max(...times)
  const first = Math.min(...times, last - (FEWEST - 1) * DAY_MS)
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) => {
    const day = new Date(first + index * DAY_MS).toISOString().slice(0, 10)
    return known.get(day) ?? { day, scanned: 0, visited: 0, converted: 0, scans: 0, visits: 0 }
  })
}
