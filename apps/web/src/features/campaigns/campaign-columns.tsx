import { Box, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDate, formatNumber, formatShare } from '../../format.ts'
import { texts } from '../../texts.ts'
import type { Column } from '../../ui/data-table.tsx'
import { AnchorLink } from '../../ui/links.tsx'
import { Picture } from '../../ui/picture.tsx'
import { templatePicture } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import { type Campaign, hasPieces, originalPicture } from './campaign.api.ts'
import { funnelQuery } from './results.api.ts'
import { StatusBadge } from './status-badge.tsx'

const words = texts.campaigns

export const campaignColumns: Column<Campaign>[] = [
  {
    id: 'name',
    header: words.name,
    meta: { sort: 'name' },
    cell: ({ row }) => <NameCell campaign={row.original} />,
  },
  {
    id: 'status',
    header: words.status,
    meta: { width: 160, hiddenBelow: 'sm' },
    cell: ({ row }) => <StatusBadge status={row.original.status} />,
  },
  {
    id: 'pieces',
    header: words.pieces,
    meta: { figure: true, width: 100, hiddenBelow: 'sm' },
    cell: ({ row }) =>
      row.original.generated > 0 ? formatNumber(row.original.generated) : texts.states.none,
  },
  {
    id: 'scanned',
    header: words.scanned,
    meta: { figure: true, width: 140 },
    cell: ({ row }) => <ScannedCell campaign={row.original} />,
  },
  {
    id: 'created',
    header: words.created,
    meta: { figure: true, width: 140, sort: 'created_at', hiddenBelow: 'md' },
    cell: ({ row }) => formatDate(row.original.created_at),
  },
]

function NameCell({ campaign }: { campaign: Campaign }) {
  const { slug: org } = useOrganization()
  const { id, name, template_id: templateId, status } = campaign
  const picture = hasPieces(status)
    ? originalPicture(org, id, 1, 160)
    : templateId && templatePicture(org, templateId, 1, 160)
  return (
    <Group gap="md" wrap="nowrap">
      <Box w={{ base: 56, sm: 76 }} style={{ flexShrink: 0 }}>
        {picture && <Picture plain src={picture} alt="" />}
      </Box>
      <Stack gap={4} miw={0}>
        <AnchorLink
          to="/o/$org/campaigns/$campaignId"
          params={{ org, campaignId: id }}
          fw={600}
          c="var(--mantine-color-text)"
          lineClamp={2}
        >
          {name}
        </AnchorLink>
        <Box hiddenFrom="sm">
          <StatusBadge status={status} />
        </Box>
      </Stack>
    </Group>
  )
}

function ScannedCell({ campaign }: { campaign: Campaign }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery({ ...funnelQuery(org, campaign.id), enabled: hasPieces(campaign.status) })
  if (!data || data.pieces === 0) return <Text c="dimmed">{texts.states.none}</Text>
  return (
    <Stack gap={4} align="flex-end">
      <span>{formatShare(data.scanned, data.pieces)}</span>
      <Progress value={(data.scanned / data.pieces) * 100} w={72} size={4} aria-hidden />
    </Stack>
  )
}
