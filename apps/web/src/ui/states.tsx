import { Alert, Button, Center, Code, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, type IconProps, IconRefresh } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { texts } from '../texts.ts'

interface EmptyStateProps {
  icon: ComponentType<IconProps>
  title: string
  text?: string
  /** The one thing to do about it. */
  action?: ReactNode
}

/** Nothing here yet: says what would be here and how to get it. */
export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <Center py={56} px="md">
      <Stack align="center" gap="sm" maw={420} ta="center">
        <ThemeIcon variant="light" size={52} radius="xl">
          <Icon size={26} stroke={1.6} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h4">
          {title}
        </Title>
        {text && <Text c="dimmed">{text}</Text>}
        {action}
      </Stack>
    </Center>
  )
}

/** What happened and what to do, for something that could not be read or done. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { message, advice, requestId } = wordsOf(error)
  return (
    <Alert color="red" icon={<IconAlertTriangle size={20} />} title={message} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{advice}</Text>
        {requestId && (
          <Text size="xs" c="dimmed">
            <Code>{texts.states.requestId(requestId)}</Code>
          </Text>
        )}
        {onRetry && (
          <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            {texts.actions.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

/** Message, advice and, of failures on our side, the request id that finds it in the log. */
export function wordsOf(error: unknown): { message: string; advice: string; requestId?: string } {
  if (!(error instanceof ApiError))
    return { message: texts.states.unexpected, advice: texts.states.unexpectedAdvice }
  const { message, advice, requestId, status } = error
  return { message, advice, ...(status >= 500 ? { requestId } : {}) }
}
