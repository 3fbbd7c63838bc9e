import { Box, Group, Paper, type PaperProps, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PanelProps extends PaperProps {
  title?: string
  text?: string
  actions?: ReactNode
  children: ReactNode
}

/** A card with a heading: the pieces that pages are put together from. */
export function Panel({ title, text, actions, children, ...rest }: PanelProps) {
  return (
    <Paper component="section" withBorder p="lg" radius="lg" aria-label={title} {...rest}>
      {title && (
        <Group justify="space-between" align="flex-start" mb="md" gap="sm">
          <Box>
            <Title order={2} size="h4">
              {title}
            </Title>
            {text && (
              <Text size="sm" c="dimmed" mt={2}>
                {text}
              </Text>
            )}
          </Box>
          {actions}
        </Group>
      )}
      {children}
    </Paper>
  )
}

/** Names and values under each other. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{ display: 'grid', gridTemplateColumns: 'minmax(90px, auto) 1fr', gap: '8px 20px' }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} style={{ display: 'contents' }}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  )
}
