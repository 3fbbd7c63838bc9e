import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { wordsOf } from './states.tsx'

/** Says in passing that something is done. */
export function tellDone(message: string): void {
  notifications.show({ message, color: 'teal', icon: <IconCheck size={18} />, autoClose: 4000 })
}

/** Says that something could not be done, and what to do; stays longer, because it has to be read. */
export function tellError(error: unknown): void {
  const { message, advice } = wordsOf(error)
  notifications.show({
    title: message,
    message: advice,
    color: 'red',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 12_000,
  })
}
