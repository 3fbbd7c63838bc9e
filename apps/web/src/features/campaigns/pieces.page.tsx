import { Badge, Code, Group, Text } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { AnchorLink } from '../../ui/links.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { type Piece, personOf, piecesQuery } from './piece.api.ts'

const words = texts.campaigns.piece

const columns: Column<Piece>[] = [
  {
    id: 'number',
    header: words.number,
    meta: { figure: true, width: 70 },
    cell: ({ row: { original } }) =>
      original.piece_number === null ? texts.states.none : formatNumber(original.piece_number),
  },
  { id: 'person', header: words.person, cell: ({ row }) => <PersonCell piece={row.original} /> },
  {
    id: 'place',
    header: words.place,
    meta: { hiddenBelow: 'sm' },
    cell: ({ row }) => <PlaceCell piece={row.original} />,
  },
  {
    id: 'code',
    header: words.code,
    meta: { hiddenBelow: 'md', width: 220 },
    cell: ({ row: { original } }) =>
      original.tracking_code !== null && <Code>{shorten(original.tracking_code)}</Code>,
  },
  {
    id: 'status',
    header: words.status,
    meta: { width: 110 },
    cell: ({ row }) => words.statuses[row.original.status],
  },
]

/** Every person's piece of a campaign. */
export function PiecesPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const from = '/signed-in/o/$org/campaigns/$campaignId/pieces'
  const { campaignId } = useParams({ from })
  const search = useSearch({ from })
  const navigate = useNavigate({ from: '/o/$org/campaigns/$campaignId/pieces' })
  const allowed = can('campaign_recipient.read')
  const pieces = useQuery({ ...piecesQuery(org, campaignId, search), enabled: allowed })
  if (!allowed)
    return (
      <EmptyState icon={IconMail} title={texts.states.forbiddenTitle} text={texts.audience.personHidden} />
    )
  if (pieces.isError) return <ErrorState error={pieces.error} onRetry={() => pieces.refetch()} />
  return (
    <DataTable
      label={texts.campaigns.pieces}
      columns={columns}
      page={pieces.data}
      busy={pieces.isPlaceholderData}
      rowKey={({ id }) => id}
      search={search}
      onSearch={next => navigate({ search: { ...search, ...next } })}
      empty={<EmptyState icon={IconMail} title={words.empty} text={words.emptyText} />}
    />
  )
}

function PersonCell({ piece }: { piece: Piece }) {
  const { slug: org } = useOrganization()
  return (
    <Group gap="xs">
      <AnchorLink
        to="/o/$org/campaigns/$campaignId/pieces/$pieceId"
        params={{ org, campaignId: piece.campaign_id, pieceId: piece.id }}
        fw={600}
        size="sm"
        c="var(--mantine-color-text)"
      >
        {personOf(piece).name}
      </AnchorLink>
      {piece.is_seed && <Badge size="xs">{words.test}</Badge>}
    </Group>
  )
}

function PlaceCell({ piece }: { piece: Piece }) {
  return (
    <Text size="sm" c="dimmed">
      {[personOf(piece).place, piece.postal_code].filter(Boolean).join(' ')}
    </Text>
  )
}

/** Codes that carry their payload are long; the beginning tells them apart. */
function shorten(code: string): string {
  return code.length > 24 ? `${code.slice(0, 22)}…` : code
}
