import { Group } from '@mantine/core'
import { IconChevronLeft, IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { AnchorLink, ButtonLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { DeleteList } from './delete-list.tsx'
import { ImportAccount } from './import-account.tsx'
import { ImportProgress } from './import-progress.tsx'
import { listQuery, type RecipientList } from './list.api.ts'
import { ListBadge } from './list-badge.tsx'
import { Mapping } from './mapping.tsx'
import { People } from './people.tsx'

const words = texts.audience

/** One list: first where its columns go, then the import, then its people. */
export function ListPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const { listId } = useParams({ from: '/signed-in/o/$org/lists/$listId' })
  const list = useQuery(listQuery(org, listId))
  if (list.isError) return <ErrorState error={list.error} onRetry={() => list.refetch()} />
  if (!list.data) return <PageLoading />
  const { name, status } = list.data
  return (
    <>
      <PageHeader
        title={name}
        badge={<ListBadge status={status} />}
        above={<BackToLists />}
        actions={
          <>
            {can('recipient_list.delete') && <DeleteList list={list.data} />}
            {status === 'ready' && can('campaign.create') && (
              <ButtonLink
                to="/o/$org/campaigns/new"
                params={{ org }}
                search={{ list: listId }}
                leftSection={<IconMail size={17} aria-hidden />}
              >
                {words.createCampaign}
              </ButtonLink>
            )}
          </>
        }
      />
      <Content list={list.data} />
    </>
  )
}

function Content({ list }: { list: RecipientList }) {
  switch (list.status) {
    case 'mapping':
      return <Mapping key={list.row_version} list={list} />
    case 'importing':
    case 'failed':
    case 'cancelled':
      return <ImportProgress list={list} />
    case 'ready':
      return (
        <>
          <ImportAccount list={list} />
          <People listId={list.id} />
        </>
      )
  }
}

function BackToLists() {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink to="/o/$org/lists" params={{ org }} size="sm" c="dimmed">
      <Group gap={2} component="span" display="inline-flex">
        <IconChevronLeft size={15} aria-hidden />
        {words.lists}
      </Group>
    </AnchorLink>
  )
}
