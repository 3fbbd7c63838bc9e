import { Badge, Box, Stack, Text } from '@mantine/core'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'

const words = texts.tracking
const names: Readonly<Record<string, string>> = words.blocks

interface Block {
  type: string
  title: string | undefined
  text: string | undefined
}

/** The blocks of a page with their words, markers and all: what an editor will change. */
export function PageContent({ document }: { document: unknown }) {
  const blocks = blocksOf(document)
  if (blocks.length === 0) return null
  return (
    <Panel title={words.content}>
      <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
        {blocks.map(({ type, title, text }, index) => (
          // Blocks have no name of their own; their place is what tells them apart, and nothing reorders them here.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Box component="li" key={index}>
            <Badge size="sm" color="gray" mb={6}>
              {names[type] ?? type}
            </Badge>
            {title && <Text fw={600}>{title}</Text>}
            {text && (
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            )}
          </Box>
        ))}
      </Stack>
    </Panel>
  )
}

function blocksOf(document: unknown): Block[] {
  const blocks = fieldOf(document, 'blocks')
  if (!Array.isArray(blocks)) return []
  return blocks.map(block => ({
    type: textOf(block, 'type') ?? '',
    title: textOf(block, 'title'),
    text: textOf(block, 'text'),
  }))
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : undefined
}
