import { Alert, Box, Divider, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatMoney, formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { FunnelChart } from '../../ui/funnel-chart.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { type Funnel, funnelQuery } from './results.api.ts'

const words = texts.campaigns.results

/** Pieces -> scanned -> visited -> converted, and what it was worth. Read again while somebody looks. */
export function FunnelPanel({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const funnel = useQuery({ ...funnelQuery(org, campaignId), refetchInterval: 15_000 })
  return (
    <Panel title={words.title} text={words.text}>
      {funnel.isError ? (
        <ErrorState error={funnel.error} onRetry={() => funnel.refetch()} />
      ) : funnel.data ? (
        <Steps funnel={funnel.data} />
      ) : (
        <Skeleton height={240} />
      )}
    </Panel>
  )
}

function Steps({ funnel }: { funnel: Funnel }) {
  const { pieces, scanned, visited, converted, seeds, lost } = funnel
  return (
    <Stack gap="md">
      <FunnelChart
        label={words.title}
        steps={[
          { label: words.pieces, value: pieces },
          { label: words.scanned, value: scanned },
          { label: words.visited, value: visited },
          { label: words.converted, value: converted },
        ]}
      />
      <Divider />
      <Worth funnel={funnel} />
      {seeds.pieces > 0 && (
        <Text size="xs" c="dimmed">
          {words.seeds(formatNumber(seeds.pieces))}
        </Text>
      )}
      {lost > 0 && <Alert color="yellow">{words.lost(formatNumber(lost))}</Alert>}
    </Stack>
  )
}

function Worth({ funnel: { conversions, value, pieces } }: { funnel: Funnel }) {
  const worth =
    value.length > 0 ? value.map(one => formatMoney(one.value, one.currency)).join(' + ') : texts.states.none
  const only = value.length === 1 ? value[0] : undefined
  const figures = [
    [words.conversions, formatNumber(conversions)],
    [words.value, worth],
    [
      words.valuePerPiece,
      only && pieces > 0 ? formatMoney(only.value / pieces, only.currency) : texts.states.none,
    ],
  ] as const
  return (
    <Group gap="xl" component="dl" m={0}>
      {figures.map(([label, figure]) => (
        <Box key={label}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fw={700} fz="xl" className="figures">
            {figure}
          </Text>
        </Box>
      ))}
    </Group>
  )
}
