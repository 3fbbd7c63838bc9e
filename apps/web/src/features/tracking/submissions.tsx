import { Stack, Text } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import { type FormSubmission, type LandingPage, submissionsQuery } from './landing-page.api.ts'

const words = texts.tracking
const ONE_PAGE = {}

const columnsWith = (labels: Labels): Column<FormSubmission>[] => [
  {
    id: 'answers',
    header: words.answers,
    cell: ({ row }) => <Answers answers={row.original.answers} labels={labels} />,
  },
  {
    id: 'when',
    header: words.when,
    meta: { figure: true, width: 190, hiddenBelow: 'sm' },
    cell: ({ row }) => formatDateTime(row.original.created_at),
  },
]

/** What visitors entered. */
export function Submissions({ page: { id: pageId, document } }: { page: LandingPage }) {
  const { slug: org } = useOrganization()
  const columns = useMemo(() => columnsWith(labelsOf(document)), [document])
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

/** Name of a form's field -> the question as the visitor read it. */
type Labels = ReadonlyMap<string, string>

function labelsOf({ blocks }: LandingPage['document']): Labels {
  const fields = blocks.flatMap(block => (block.type === 'form' ? block.fields : []))
  return new Map(fields.map(({ name, label }) => [name, label]))
}

function Answers({ answers, labels }: Pick<FormSubmission, 'answers'> & { labels: Labels }) {
  return (
    <Stack gap={2}>
      {Object.entries(answers).map(([name, value]) => (
        <Text key={name} size="sm">
          <Text span c="dimmed">
            {labels.get(name) ?? name}:{' '}
          </Text>
          {value}
        </Text>
      ))}
    </Stack>
  )
}
