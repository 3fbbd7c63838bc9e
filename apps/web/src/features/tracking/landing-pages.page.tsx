import { Code } from '@mantine/core'
import { IconWorldWww } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { AnchorLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { type LandingPage, landingPagesQuery } from './landing-page.api.ts'
import { PageBadge } from './page-badge.tsx'

const words = texts.tracking

const columns: Column<LandingPage>[] = [
  { id: 'title', header: words.title, cell: ({ row }) => <TitleCell page={row.original} /> },
  {
    id: 'status',
    header: words.status,
    meta: { width: 140 },
    cell: ({ row }) => <PageBadge status={row.original.status} />,
  },
  {
    id: 'slug',
    header: words.address,
    meta: { hiddenBelow: 'sm' },
    cell: ({ row }) => <Code>/{row.original.slug}</Code>,
  },
  {
    id: 'changed',
    header: words.changed,
    meta: { figure: true, width: 140, hiddenBelow: 'md' },
    cell: ({ row }) => formatDate(row.original.updated_at),
  },
]

/** All landing pages of the organization. */
export function LandingPagesPage() {
  const { slug: org } = useOrganization()
  const search = useSearch({ from: '/signed-in/o/$org/landing-pages' })
  const navigate = useNavigate({ from: '/o/$org/landing-pages' })
  const pages = useQuery(landingPagesQuery(org, search))
  return (
    <>
      <PageHeader title={words.landingPages} text={words.landingPagesText} />
      {pages.isError ? (
        <ErrorState error={pages.error} onRetry={() => pages.refetch()} />
      ) : (
        <DataTable
          label={words.landingPages}
          columns={columns}
          page={pages.data}
          busy={pages.isPlaceholderData}
          rowKey={({ id }) => id}
          search={search}
          onSearch={next => navigate({ search: { ...search, ...next } })}
          empty={<EmptyState icon={IconWorldWww} title={words.empty} text={words.emptyText} />}
        />
      )}
    </>
  )
}

function TitleCell({ page: { id, title } }: { page: LandingPage }) {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink
      to="/o/$org/landing-pages/$pageId"
      params={{ org, pageId: id }}
      fw={600}
      size="sm"
      c="var(--mantine-color-text)"
    >
      {title}
    </AnchorLink>
  )
}
