import { IconUpload, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { formatDate, formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { AnchorLink, ButtonLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { listsQuery, type RecipientList } from './list.api.ts'
import { ListBadge } from './list-badge.tsx'

const words = texts.audience

const columns: Column<RecipientList>[] = [
  {
    id: 'name',
    header: words.name,
    meta: { sort: 'name' },
    cell: ({ row }) => <NameCell list={row.original} />,
  },
  {
    id: 'status',
    header: words.status,
    meta: { width: 170 },
    cell: ({ row }) => <ListBadge status={row.original.status} />,
  },
  {
    id: 'people',
    header: words.people,
    meta: { figure: true, width: 110 },
    cell: ({ row }) => formatNumber(row.original.recipient_count),
  },
  {
    id: 'rejected',
    header: words.rejected,
    meta: { figure: true, width: 110, hiddenBelow: 'sm' },
    cell: ({ row }) => formatNumber(row.original.rejected_count),
  },
  {
    id: 'source',
    header: words.source,
    meta: { width: 110, hiddenBelow: 'md' },
    cell: ({ row }) => words.sources[row.original.source],
  },
  {
    id: 'created',
    header: words.created,
    meta: { figure: true, width: 140, sort: 'created_at', hiddenBelow: 'sm' },
    cell: ({ row }) => formatDate(row.original.created_at),
  },
]

/** All lists of people. */
export function ListsPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const search = useSearch({ from: '/signed-in/o/$org/lists' })
  const navigate = useNavigate({ from: '/o/$org/lists' })
  const lists = useQuery(listsQuery(org, search))
  const upload = can('recipient_list.create') && (
    <ButtonLink to="/o/$org/lists/upload" params={{ org }} leftSection={<IconUpload size={17} aria-hidden />}>
      {words.upload}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={words.lists} text={words.listsText} actions={upload} />
      {lists.isError ? (
        <ErrorState error={lists.error} onRetry={() => lists.refetch()} />
      ) : (
        <DataTable
          label={words.lists}
          columns={columns}
          page={lists.data}
          busy={lists.isPlaceholderData}
          rowKey={({ id }) => id}
          search={search}
          onSearch={next => navigate({ search: { ...search, ...next } })}
          empty={<EmptyState icon={IconUsers} title={words.empty} text={words.emptyText} action={upload} />}
        />
      )}
    </>
  )
}

function NameCell({ list: { id, name } }: { list: RecipientList }) {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink
      to="/o/$org/lists/$listId"
      params={{ org, listId: id }}
      fw={600}
      size="sm"
      c="var(--mantine-color-text)"
    >
      {name}
    </AnchorLink>
  )
}
