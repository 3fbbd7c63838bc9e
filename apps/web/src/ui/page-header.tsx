import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

interface PageHeaderProps {
  title: string
  /** One sentence, or facts, below the title. */
  text?: ReactNode
  /** A way back to what this belongs to. */
  above?: ReactNode
  /** Beside the title: a status. */
  badge?: ReactNode
  /** The page's main action, and few others. */
  actions?: ReactNode
}

/** Top of every page; also names the browser's tab. */
export function PageHeader({ title, text, above, badge, actions }: PageHeaderProps) {
  useDocumentTitle(texts.title(title))
  return (
    <Box component="header" mb="lg">
      {above && <Box mb={6}>{above}</Box>}
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} miw={0} flex="1 1 260px">
          <Group gap="sm" align="center">
            <Title order={1} size="h2" lh={1.25} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {badge}
          </Group>
          {typeof text === 'string' ? <Text c="dimmed">{text}</Text> : text}
        </Stack>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
    </Box>
  )
}
