import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { texts } from '../../texts.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { InviteButton } from './invite.tsx'
import { membersQuery } from './member.api.ts'
import { memberColumns } from './member-columns.tsx'
import { OpenInvitations } from './open-invitations.tsx'
import { useCan, useOrganization } from './session.ts'

const ONE_PAGE = {}

/** Who belongs to the organization, as what, and who is invited. */
export function MembersPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const members = useQuery(membersQuery(org))
  return (
    <Stack gap="lg">
      {can('invitation.create') && <InviteButton />}
      {members.isError ? (
        <ErrorState error={members.error} onRetry={() => members.refetch()} />
      ) : (
        <DataTable
          label={texts.identity.members}
          columns={memberColumns}
          page={members.data}
          rowKey={({ id }) => id}
          search={ONE_PAGE}
          onSearch={() => undefined}
          empty={null}
        />
      )}
      {can('invitation.read') && <OpenInvitations />}
    </Stack>
  )
}
