import { Stack, Text } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { type FormSubmission, submissionsQuery } from './landing-page.api.ts'

const words = texts.tracking
const ONE_PAGE = {}

const columns: Column<FormSubmission>[] = [
  { id: 'answers', header: words.answers, cell: ({ row }) => <Answers answers={row.original.answers} /> },
  {
    id: 'when',
    header: words.when,
    meta: { figure: true, width: 190 },
    cell: ({ row }) => formatDateTime(row.original.created_at),
  },
]

/** What visitors entered. */
export function Submissions({ pageId }: { pageId: string }) {
  const { slug: org } = useOrganization()
  const submissions = useQuery(submissionsQuery(org, pageId))
  if (submissions.isError)
    return <ErrorState error={submissions.error} onRetry={() => submissions.refetch()} />
  return (
    <DataTable
      label={words.submissions}
      columns={columns}
      page={submissions.data}
      rowKey={({ id }) => id}
      search={ONE_PAGE}
      onSearch={() => undefined}
      empty={<EmptyState icon={IconForms} title={words.noSubmissions} text={words.noSubmissionsText} />}
    />
  )
}

function Answers({ answers }: Pick<FormSubmission, 'answers'>) {
  return (
    <Stack gap={2}>
      {Object.entries(answers).map(([name, value]) => (
        <Text key={name} size="sm">
          <Text span c="dimmed">
            {name}:{' '}
          </Text>
          {value}
        </Text>
      ))}
    </Stack>
  )
}
