import type { Role } from '@lettershop/contracts/permissions'
import { Box, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { tellDone } from '../../ui/notify.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { invitationsQuery } from './member.api.ts'
import { RoleSelect } from './role-select.tsx'
import { useOrganization } from './session.ts'

const words = texts.identity

/** Opens the form for an invitation. */
export function InviteButton() {
  const [opened, { open, close }] = useDisclosure()
  return (
    <Box>
      <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={open}>
        {words.invite}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.inviteTitle}
        closeButtonProps={{ 'aria-label': texts.actions.close }}
      >
        <InviteForm onDone={close} />
      </Modal>
    </Box>
  )
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const [role, setRole] = useState<Role>('editor')
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: { email: '' },
      validate: { email: value => (value.trim() ? null : words.emailMissing) },
    },
    async ({ email }) => {
      await api.post(inOrg(org, 'invitations'), { email: email.trim(), role })
      tellDone(words.invited(email.trim()))
      await client.invalidateQueries(invitationsQuery(org))
      onDone()
    },
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput label={words.email} type="email" data-autofocus {...form.getInputProps('email')} />
        <RoleSelect value={role} onChange={setRole} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {texts.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {words.inviteSend}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
