import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { tellError } from '../../ui/notify.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type Invitation, invitationsQuery } from './member.api.ts'
import { useCan, useOrganization } from './session.ts'

const words = texts.identity

/** Invitations that nobody has taken up yet; absent when there is none. */
export function OpenInvitations() {
  const { slug: org } = useOrganization()
  const { data } = useQuery(invitationsQuery(org))
  const open = data?.data.filter(({ status }) => status === 'pending') ?? []
  if (open.length === 0) return null
  return (
    <Panel title={words.openInvitations}>
      <Stack gap="sm">
        {open.map(invitation => (
          <OpenInvitation key={invitation.id} invitation={invitation} />
        ))}
      </Stack>
    </Panel>
  )
}

function OpenInvitation({
  invitation: { id, email, role, expires_at: expires },
}: {
  invitation: Invitation
}) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => api.delete(inOrg(org, 'invitations', id)),
    onError: tellError,
    onSettled: () => client.invalidateQueries(invitationsQuery(org)),
  })
  return (
    <Group justify="space-between">
      <Stack gap={0}>
        <Text size="sm" fw={600}>
          {email}
        </Text>
        <Text size="xs" c="dimmed">
          {`${words.roles[role]} · ${words.invitedUntil} ${formatDate(expires)}`}
        </Text>
      </Stack>
      {can('invitation.cancel') && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {words.withdraw}
        </Button>
      )}
    </Group>
  )
}
