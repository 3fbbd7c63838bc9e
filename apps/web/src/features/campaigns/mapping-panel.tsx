import type { MappingReport, VariableSource } from '@lettershop/contracts/resources/campaigns'
import { Alert, Select, Skeleton, Table, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { tellError } from '../../ui/notify.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { columnLabel } from '../audience/list.api.ts'
import { useCan, useOrganization } from '../identity/session.ts'
import type { Campaign } from './campaign.api.ts'

const words = texts.campaigns.mapping
type Report = typeof MappingReport._zod.output
type Variable = Report['variables'][number]

const mappingQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'mapping'],
    queryFn: ({ signal }) => api.get<Report>(inOrg(org, 'campaigns', id, 'variables'), { signal }),
  })

/** Which column of the list fills which part of the design; saved as it is changed. */
export function MappingPanel({ campaign: { id, status } }: { campaign: Campaign }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const mapping = useQuery(mappingQuery(org, id))
  const save = useMutation({
    mutationFn: (variables: Record<string, VariableSource>) =>
      api.patch(inOrg(org, 'campaigns', id), { variable_mappings: variables }),
    onSettled: () => client.invalidateQueries({ queryKey: [org, 'campaign', id] }),
    onError: tellError,
  })
  if (mapping.isError) return <ErrorState error={mapping.error} onRetry={() => mapping.refetch()} />
  if (!mapping.data) return <Skeleton height={260} radius="lg" />
  const report = mapping.data
  const editable = status === 'draft' && can('campaign.update')
  return (
    <Panel title={words.title} text={words.text}>
      {report.missing.length > 0 && (
        <Alert color="yellow" mb="md">
          {words.stop(report.missing.join(', '))}
        </Alert>
      )}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.variable}</Table.Th>
            <Table.Th scope="col">{words.source}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.variables.map(variable => (
            <Table.Tr key={variable.name}>
              <Table.Td>{columnLabel(variable.name)}</Table.Td>
              <Table.Td>
                {editable && !variable.supplied ? (
                  <SourceSelect
                    variable={variable}
                    columns={report.columns}
                    onChange={source => save.mutate({ ...sourcesOf(report), [variable.name]: source })}
                  />
                ) : (
                  <Text size="sm" c="dimmed">
                    {sourceText(variable)}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}

interface SourceSelectProps {
  variable: Variable
  columns: readonly string[]
  onChange: (source: VariableSource) => void
}

function SourceSelect({ variable, columns, onChange }: SourceSelectProps) {
  const { source, name, required } = variable
  return (
    <Select
      size="xs"
      aria-label={name}
      placeholder={required ? words.missing : words.fallback}
      error={required && source === undefined}
      data={columns.map(column => ({ value: column, label: columnLabel(column) }))}
      value={typeof source === 'string' ? source : null}
      searchable
      clearable={!required}
      onChange={value => onChange(value)}
    />
  )
}

function sourcesOf({ variables }: Report): Record<string, VariableSource> {
  return Object.fromEntries(
    variables.flatMap(({ name, source, supplied }) =>
      supplied || source === undefined ? [] : [[name, source]],
    ),
  )
}

function sourceText({ source, supplied }: Variable): string {
  if (supplied) return words.supplied
  if (source === undefined) return words.unmapped
  if (source === null) return words.empty
  return typeof source === 'string' ? columnLabel(source) : words.fixed(source.value)
}
