import { Box, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconMailForward, IconQrcode, IconTimeline } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Logo } from '../../shell/logo.tsx'
import { texts } from '../../texts.ts'
import classes from './entrance.module.css'

const ICONS = [IconMailForward, IconQrcode, IconTimeline]

interface EntranceProps {
  title: string
  text?: ReactNode
  children: ReactNode
}

/** Frame of the pages before an organization is open: what Lettershop is on one side, the form on the other. */
export function Entrance({ title, text, children }: EntranceProps) {
  useDocumentTitle(texts.title(title))
  return (
    <Box className={classes.page}>
      <Box className={classes.pitch} visibleFrom="md" component="aside">
        <Box className={classes.brand}>
          <Logo />
        </Box>
        <Stack gap="xl" maw={430}>
          <Text className={classes.tagline}>{texts.identity.tagline}</Text>
          <Stack gap="md">
            {texts.identity.pitch.map((line, index) => {
              const Icon = ICONS[index] ?? IconTimeline
              return (
                <Group key={line} wrap="nowrap" gap="md">
                  <ThemeIcon variant="light" size={38} radius="md">
                    <Icon size={20} stroke={1.7} aria-hidden />
                  </ThemeIcon>
                  <Text>{line}</Text>
                </Group>
              )
            })}
          </Stack>
        </Stack>
        <Box />
      </Box>
      <main className={classes.form}>
        <Stack gap="lg" w="100%" maw={400}>
          <Box hiddenFrom="md" mb="sm">
            <Logo />
          </Box>
          <Box>
            <Title order={1} size="h2">
              {title}
            </Title>
            {text && (
              <Text c="dimmed" mt={4}>
                {text}
              </Text>
            )}
          </Box>
          {children}
        </Stack>
      </main>
    </Box>
  )
}
