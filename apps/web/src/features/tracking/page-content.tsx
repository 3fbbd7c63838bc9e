import type { LandingPageBlock, LandingPageDocument } from '@lettershop/contracts/resources/landing-page'
import { Badge, Box, Stack, Text } from '@mantine/core'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'

const words = texts.tracking

/** The blocks of a page with their words, markers and all: what an editor will change. */
export function PageContent({ document: { blocks } }: { document: LandingPageDocument }) {
  return (
    <Panel title={words.content}>
      <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
        {blocks.map((block, index) => {
          const [title, text] = wordsOfBlock(block)
          return (
            // Blocks have no name of their own; their place is what tells them apart, and nothing reorders them here.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Box component="li" key={index}>
              <Badge size="sm" color="gray" mb={6}>
                {words.blocks[block.type]}
              </Badge>
              {title && <Text fw={600}>{title}</Text>}
              {text && (
                <Text size="sm" c="dimmed">
                  {text}
                </Text>
              )}
            </Box>
          )
        })}
      </Stack>
    </Panel>
  )
}

/** Heading and text of a block, of whatever kind. */
function wordsOfBlock(block: LandingPageBlock): [string | undefined, string | undefined] {
  switch (block.type) {
    case 'hero':
    case 'text':
    case 'offer':
      return [block.title, block.text]
    case 'form':
      return [block.title, block.fields.map(({ label }) => label).join(' · ')]
    case 'image':
      return [undefined, block.caption ?? block.alt]
    case 'button':
      return [block.label, block.url]
  }
}
