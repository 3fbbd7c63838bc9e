import type { Role } from '@lettershop/contracts/permissions'
import { Button, Code, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { tellError } from '../../ui/notify.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { NewApiKey } from './new-api-key.tsx'
import { useCan, useOrganization } from './session.ts'

const words = texts.identity
const ONE_PAGE = {}

interface ApiKey {
  id: string
  name: string
  start: string
  role: Role
  last_used_at: string | null
  created_at: string
}

const apiKeysQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'api-keys'],
    queryFn: ({ signal }) => api.get<Page<ApiKey>>(inOrg(org, 'api-keys'), { signal }),
  })

const columns: Column<ApiKey>[] = [
  { id: 'name', header: words.keyName, cell: ({ row }) => row.original.name },
  {
    id: 'start',
    header: words.keyStart,
    meta: { hiddenBelow: 'sm' },
    cell: ({ row }) => <Code>{row.original.start}…</Code>,
  },
  { id: 'role', header: words.role, meta: { width: 130 }, cell: ({ row }) => words.roles[row.original.role] },
  {
    id: 'used',
    header: words.lastUsed,
    meta: { figure: true, hiddenBelow: 'sm' },
    cell: ({ row }) => (row.original.last_used_at ? formatDate(row.original.last_used_at) : texts.time.never),
  },
  {
    id: 'revoke',
    header: '',
    meta: { figure: true, width: 110 },
    cell: ({ row }) => <RevokeCell apiKey={row.original} />,
  },
]

/** Keys with which programs act for the organization. */
export function ApiKeysPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const keys = useQuery(apiKeysQuery(org))
  const create = can('api_key.create') && <NewApiKey />
  if (keys.isError) return <ErrorState error={keys.error} onRetry={() => keys.refetch()} />
  return (
    <Stack gap="lg">
      {(keys.data?.data.length ?? 0) > 0 && create}
      <DataTable
        label={words.apiKeys}
        columns={columns}
        page={keys.data}
        rowKey={({ id }) => id}
        search={ONE_PAGE}
        onSearch={() => undefined}
        empty={<EmptyState icon={IconKey} title={words.noKeys} text={words.noKeysText} action={create} />}
      />
    </Stack>
  )
}

function RevokeCell({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const [asked, { open, close }] = useDisclosure()
  const revoke = useMutation({
    mutationFn: () => api.delete(inOrg(org, 'api-keys', id)),
    onError: tellError,
    onSettled() {
      close()
      return client.invalidateQueries(apiKeysQuery(org))
    },
  })
  if (!can('api_key.delete')) return null
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={open}>
        {words.revoke}
      </Button>
      <Confirm
        opened={asked}
        title={words.revokeTitle(name)}
        text={words.revokeText}
        action={words.revoke}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
        onClose={close}
      />
    </>
  )
}
