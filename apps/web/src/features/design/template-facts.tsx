import { Badge, Group, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'
import { columnLabel } from '../audience/list.api.ts'
import { useOrganization } from '../identity/session.ts'
import { type TemplateVersion, type TemplateVersionSummary, versionsQuery } from './template.api.ts'

const words = texts.design
const COLOURS = { error: 'red', warning: 'yellow', info: 'gray' } as const

/** What of the design differs from person to person. */
export function Variables({ version: { variables } }: { version: TemplateVersion }) {
  return (
    <Panel title={words.variables}>
      {variables.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noVariables}
        </Text>
      ) : (
        <Group gap={6}>
          {variables.map(name => (
            <Badge key={name} color="gray">
              {columnLabel(name)}
            </Badge>
          ))}
        </Group>
      )}
    </Panel>
  )
}

/** What preflight found. */
export function Findings({ version: { findings } }: { version: TemplateVersion }) {
  return (
    <Panel title={words.findings}>
      {findings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noFindings}
        </Text>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {findings.map(({ severity, message, path }) => (
            <Stack component="li" key={`${path} ${message}`} gap={4} align="flex-start">
              <Badge size="sm" color={COLOURS[severity]}>
                {words.severities[severity]}
              </Badge>
              <Text size="sm">{message}</Text>
            </Stack>
          ))}
        </Stack>
      )}
    </Panel>
  )
}

/** Saved states, newest first. */
export function Versions({ templateId, current }: { templateId: string; current: number }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(versionsQuery(org, templateId))
  if (!data || data.data.length < 2) return null
  return (
    <Panel title={words.versions}>
      <List listStyleType="none" spacing="xs">
        {data.data.map(version => (
          <VersionLine key={version.id} version={version} isCurrent={version.version === current} />
        ))}
      </List>
    </Panel>
  )
}

function VersionLine({ version, isCurrent }: { version: TemplateVersionSummary; isCurrent: boolean }) {
  return (
    <List.Item>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {words.version(version.version)}
        </Text>
        {isCurrent && <Badge size="xs">{words.current}</Badge>}
      </Group>
      <Text size="xs" c="dimmed">
        {[formatDateTime(version.created_at), version.note].filter(Boolean).join(' · ')}
      </Text>
    </List.Item>
  )
}
