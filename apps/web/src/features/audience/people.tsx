import { Badge, Group, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { type Recipient, recipientsQuery } from './list.api.ts'

const words = texts.audience

const columns: Column<Recipient>[] = [
  { id: 'person', header: words.person, cell: ({ row }) => <PersonCell person={row.original} /> },
  { id: 'address', header: words.address, cell: ({ row }) => <Dimmed>{addressOf(row.original)}</Dimmed> },
  {
    id: 'email',
    header: words.targets.email,
    meta: { hiddenBelow: 'md' },
    cell: ({ row }) => <Dimmed>{row.original.email}</Dimmed>,
  },
]

/** Who is on the list. */
export function People({ listId }: { listId: string }) {
  const { slug: org } = useOrganization()
  const allowed = useCan()('recipient.read')
  const search = useSearch({ from: '/signed-in/o/$org/lists/$listId' })
  const navigate = useNavigate({ from: '/o/$org/lists/$listId' })
  const people = useQuery({ ...recipientsQuery(org, listId, search), enabled: allowed })
  if (!allowed)
    return <EmptyState icon={IconUsers} title={texts.states.forbiddenTitle} text={words.personHidden} />
  if (people.isError) return <ErrorState error={people.error} onRetry={() => people.refetch()} />
  return (
    <>
      <SearchField
        label={words.search}
        value={search.q ?? ''}
        onChange={q =>
          navigate({ search: { ...search, q: q || undefined, cursor: undefined }, replace: true })
        }
      />
      <DataTable
        label={words.people}
        columns={columns}
        page={people.data}
        busy={people.isPlaceholderData}
        rowKey={({ id }) => id}
        search={search}
        onSearch={next => navigate({ search: { ...search, ...next } })}
        empty={
          search.q === undefined ? (
            <EmptyState icon={IconUsers} title={words.noPeople} text={words.noPeopleText} />
          ) : (
            <Text p="xl" ta="center" c="dimmed">
              {words.noMatch}
            </Text>
          )
        }
      />
    </>
  )
}

function PersonCell({ person }: { person: Recipient }) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ')
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {name || person.company || texts.states.none}
      </Text>
      {person.suppressed_at !== null && (
        <Badge size="xs" color="red">
          {words.suppressed}
        </Badge>
      )}
    </Group>
  )
}

function addressOf({ address_line1, city, state, postal_code }: Recipient): string {
  return [address_line1, city, [state, postal_code].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}

function Dimmed({ children }: { children: string | null }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
