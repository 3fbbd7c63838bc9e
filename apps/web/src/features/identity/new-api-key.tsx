import type { Role } from '@lettershop/contracts/permissions'
import { Alert, Box, Button, Code, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { RoleSelect } from './role-select.tsx'
import { useOrganization } from './session.ts'

const words = texts.identity

/** Makes a key and shows it, this once. */
export function NewApiKey() {
  const [opened, { open, close }] = useDisclosure()
  const [key, setKey] = useState<string>()
  const leave = () => {
    close()
    setKey(undefined)
  }
  return (
    <Box>
      <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={open}>
        {words.newKey}
      </Button>
      <Modal
        opened={opened}
        onClose={leave}
        title={key ? words.keyShown : words.newKeyTitle}
        closeOnClickOutside={key === undefined}
        closeButtonProps={{ 'aria-label': texts.actions.close }}
      >
        {key === undefined ? (
          <KeyForm onMade={setKey} onCancel={leave} />
        ) : (
          <MadeKey value={key} onDone={leave} />
        )}
      </Modal>
    </Box>
  )
}

function KeyForm({ onMade, onCancel }: { onMade: (key: string) => void; onCancel: () => void }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const [role, setRole] = useState<Role>('editor')
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: { name: '' },
      validate: { name: value => (value.trim() ? null : words.keyNameMissing) },
    },
    async ({ name }) => {
      const { key } = await api.post<{ key: string }>(inOrg(org, 'api-keys'), { name: name.trim(), role })
      onMade(key)
      await client.invalidateQueries({ queryKey: [org, 'api-keys'] })
    },
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput
          label={words.keyName}
          description={words.keyNameHint}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <RoleSelect value={role} onChange={setRole} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {texts.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {words.createKey}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function MadeKey({ value, onDone }: { value: string; onDone: () => void }) {
  return (
    <Stack gap="md">
      <Alert color="yellow">{words.keyShownText}</Alert>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {value}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? texts.actions.copied : texts.actions.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  )
}
