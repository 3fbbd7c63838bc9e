import { Box, Group, SegmentedControl, Text } from '@mantine/core'
import { IconMail, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { campaignsQuery } from './campaign.api.ts'
import { campaignColumns } from './campaign-columns.tsx'

const words = texts.campaigns

/** Filters that people think in; several states may belong to one. */
const FILTERS = [
  { value: '', label: words.all },
  { value: 'draft,generating,failed', label: words.statuses.draft },
  { value: 'ready', label: words.statuses.ready },
  { value: 'approved,printing', label: words.statuses.approved },
  { value: 'mailed,completed', label: words.statuses.mailed },
]

/** All campaigns of the organization. */
export function CampaignsPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const search = useSearch({ from: '/signed-in/o/$org/campaigns' })
  const navigate = useNavigate({ from: '/o/$org/campaigns' })
  const campaigns = useQuery(campaignsQuery(org, search))
  /** Nothing to filter yet. */
  const none = search.status === undefined && campaigns.data?.data.length === 0
  const create = can('campaign.create') && (
    <ButtonLink to="/o/$org/campaigns/new" params={{ org }} leftSection={<IconPlus size={17} aria-hidden />}>
      {words.new}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={words.campaigns} actions={create} />
      {!none && (
        <Group mb="md">
          <Box style={{ overflowX: 'auto', maxWidth: '100%' }}>
            <SegmentedControl
              size="xs"
              aria-label={words.filter}
              data={FILTERS}
              value={search.status ?? ''}
              onChange={status =>
                navigate({ search: { ...search, status: status || undefined, cursor: undefined } })
              }
            />
          </Box>
        </Group>
      )}
      {campaigns.isError ? (
        <ErrorState error={campaigns.error} onRetry={() => campaigns.refetch()} />
      ) : (
        <DataTable
          label={words.campaigns}
          columns={campaignColumns}
          page={campaigns.data}
          busy={campaigns.isPlaceholderData}
          rowKey={({ id }) => id}
          search={search}
          onSearch={next => navigate({ search: { ...search, ...next } })}
          empty={
            search.status === undefined ? (
              <EmptyState icon={IconMail} title={words.empty} text={words.emptyText} action={create} />
            ) : (
              <Text p="xl" ta="center" c="dimmed">
                {words.noMatch}
              </Text>
            )
          }
        />
      )}
    </>
  )
}
