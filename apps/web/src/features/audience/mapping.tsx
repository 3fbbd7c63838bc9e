import { Alert, Button, Code, Group, Select, Table, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, inOrg } from '../../api.ts'
import { formatBytes } from '../../format.ts'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import type { ColumnMapping, FileFacts, RecipientList } from './list.api.ts'
import { choicesFor, isTarget, LEAVE_OUT } from './mapping-choices.ts'

const words = texts.audience

/** Where each column of the file goes: guessed by the server, corrected by a person, then imported. */
export function Mapping({ list }: { list: RecipientList }) {
  const { file_facts: facts, column_mapping: guessed } = list
  const [mapping, setMapping] = useState(guessed)
  const can = useCan()
  const start = useStartImport(list)
  if (!facts || !mapping) return <Alert color="yellow">{texts.states.unexpectedAdvice}</Alert>
  return (
    <Panel title={words.mappingTitle} text={words.mappingText} actions={<FileNote facts={facts} />}>
      {start.isError && <ErrorState error={start.error} />}
      <MappingTable facts={facts} mapping={mapping} onChange={setMapping} />
      <Group justify="flex-end" mt="md">
        <Button
          disabled={!can('recipient_list.import')}
          loading={start.isPending}
          onClick={() => start.mutate(mapping)}
        >
          {words.startImport}
        </Button>
      </Group>
    </Panel>
  )
}

function useStartImport({ id, row_version: version }: RecipientList) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  return useMutation({
    async mutationFn(mapping: ColumnMapping) {
      await api.patch(
        inOrg(org, 'recipient-lists', id),
        { column_mapping: mapping },
        { ifMatch: `"${version}"` },
      )
      await api.post(inOrg(org, 'recipient-lists', id, 'import'))
    },
    onSettled: () => client.invalidateQueries({ queryKey: [org, 'list', id] }),
  })
}

function FileNote({ facts: { encoding, delimiter, bytes } }: { facts: FileFacts }) {
  return (
    <Text size="xs" c="dimmed">
      {words.fileFacts(encoding, words.delimiters[delimiter], formatBytes(bytes))}
    </Text>
  )
}

interface MappingTableProps {
  facts: FileFacts
  mapping: ColumnMapping
  onChange: (mapping: ColumnMapping) => void
}

function MappingTable({ facts, mapping, onChange }: MappingTableProps) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label={words.mappingTitle}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.column}</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              {words.samples}
            </Table.Th>
            <Table.Th scope="col">{words.target}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.columns.map(({ name, samples }) => (
            <Table.Tr key={name}>
              <Table.Td fw={600}>{name}</Table.Td>
              <Table.Td visibleFrom="sm" maw={280}>
                <Text size="sm" c="dimmed" truncate>
                  {samples.slice(0, 3).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td>
                <Select
                  size="xs"
                  aria-label={`${name}: ${words.target}`}
                  data={choicesFor(name, mapping)}
                  value={mapping.columns[name] ?? LEAVE_OUT}
                  allowDeselect={false}
                  searchable
                  onChange={value =>
                    onChange({
                      ...mapping,
                      columns: { ...mapping.columns, [name]: isTarget(value) ? value : null },
                    })
                  }
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="sm">
        {words.country}: <Code>{mapping.country}</Code>
      </Text>
    </Table.ScrollContainer>
  )
}
