import { assignableRoles, isRole, type Role } from '@lettershop/contracts/permissions'
import { Avatar, Box, Button, Group, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'
import { formatDate } from '../../format.ts'
import { texts } from '../../texts.ts'
import { Confirm } from '../../ui/confirm.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { tellDone, tellError } from '../../ui/notify.tsx'
import { type Member, membersQuery } from './member.api.ts'
import { meQuery, useCan, useOrganization } from './session.ts'

const words = texts.identity

export const memberColumns: Column<Member>[] = [
  { id: 'name', header: words.member, cell: ({ row }) => <PersonCell member={row.original} /> },
  {
    id: 'role',
    header: words.role,
    meta: { width: 190 },
    cell: ({ row }) => <RoleCell member={row.original} />,
  },
  {
    id: 'joined',
    header: words.joined,
    meta: { figure: true, width: 130, hiddenBelow: 'sm' },
    cell: ({ row }) => formatDate(row.original.created_at),
  },
  {
    id: 'remove',
    header: '',
    meta: { figure: true, width: 110, hiddenBelow: 'sm' },
    cell: ({ row }) => <RemoveCell member={row.original} />,
  },
]

function PersonCell({ member: { name, email, user_id: userId } }: { member: Member }) {
  const { data: me } = useQuery(meQuery)
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar size={34} name={name} color="gray" aria-hidden />
      <Box miw={0}>
        <Text size="sm" fw={600} truncate>
          {name} {me?.user.id === userId && <Text span c="dimmed" inherit>{`(${words.you})`}</Text>}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {email}
        </Text>
      </Box>
    </Group>
  )
}

/** Whether the person here may change that member: nobody touches somebody mightier, or themselves. */
function useMayChange({ user_id: userId, role }: Member, permission: 'member.update' | 'member.delete') {
  const { role: own } = useOrganization()
  const { data: me } = useQuery(meQuery)
  return useCan()(permission) && me?.user.id !== userId && assignableRoles(own).includes(role)
}

function RoleCell({ member }: { member: Member }) {
  const { slug: org, role: own } = useOrganization()
  const client = useQueryClient()
  const mayChange = useMayChange(member, 'member.update')
  const change = useMutation({
    mutationFn: (role: Role) => api.patch(inOrg(org, 'members', member.id), { role }),
    onSuccess: () => tellDone(words.roleChanged(member.name)),
    onError: tellError,
    onSettled: () => client.invalidateQueries(membersQuery(org)),
  })
  if (!mayChange) return <Text size="sm">{words.roles[member.role]}</Text>
  return (
    <Select
      size="xs"
      aria-label={words.changeRole(member.name)}
      data={assignableRoles(own).map(role => ({ value: role, label: words.roles[role] }))}
      value={member.role}
      allowDeselect={false}
      disabled={change.isPending}
      onChange={role => isRole(role) && change.mutate(role)}
    />
  )
}

function RemoveCell({ member }: { member: Member }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const mayRemove = useMayChange(member, 'member.delete')
  const [asked, { open, close }] = useDisclosure()
  const remove = useMutation({
    mutationFn: () => api.delete(inOrg(org, 'members', member.id)),
    onError: tellError,
    onSettled() {
      close()
      return client.invalidateQueries(membersQuery(org))
    },
  })
  if (!mayRemove) return null
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={open}>
        {words.remove}
      </Button>
      <Confirm
        opened={asked}
        title={words.removeTitle(member.name)}
        text={words.removeText}
        action={words.remove}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={close}
      />
    </>
  )
}
