import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { inOrg } from '../../api.ts'
import { formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { useCan, useOrganization } from '../identity/session.ts'
import type { RecipientList } from './list.api.ts'

const words = texts.audience

/** What became of the rows of the file: every one is accounted for. */
export function ImportAccount({ list }: { list: RecipientList }) {
  const { recipient_count: people, rejected_count: rejected, duplicate_count: duplicates } = list
  const figures = [
    [words.people, people],
    [words.rejected, rejected],
    [words.duplicates, duplicates],
  ] as const
  return (
    <Stack gap="lg" mb="lg">
      <Paper withBorder radius="lg" p="lg">
        <SimpleGrid cols={3} component="dl" m={0}>
          {figures.map(([label, figure]) => (
            <Stack key={label} gap={0}>
              <Text component="dt" size="xs" c="dimmed">
                {label}
              </Text>
              <Text component="dd" m={0} fw={700} fz="xl" className="figures">
                {formatNumber(figure)}
              </Text>
            </Stack>
          ))}
        </SimpleGrid>
      </Paper>
      {list.rejects_file_id !== null && <Rejects list={list} />}
    </Stack>
  )
}

function Rejects({ list: { id, rejected_count: rejected } }: { list: RecipientList }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  return (
    <Alert color="yellow" title={words.rejectedAlert(formatNumber(rejected))}>
      <Text size="sm">{words.rejectedText}</Text>
      {can('recipient.read') && (
        <Group mt="sm">
          <Button
            component="a"
            href={inOrg(org, 'recipient-lists', id, 'rejects')}
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {words.rejects}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
