import { Button, Group, Modal, Text } from '@mantine/core'
import { texts } from '../texts.ts'

interface ConfirmProps {
  opened: boolean
  title: string
  text: string
  action: string
  keep?: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone. The safe way is the one that has the focus. */
export function Confirm({
  opened,
  title,
  text,
  action,
  keep = texts.actions.cancel,
  busy,
  onConfirm,
  onClose,
}: ConfirmProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': texts.actions.close }}
    >
      <Text size="sm">{text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {keep}
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  )
}
