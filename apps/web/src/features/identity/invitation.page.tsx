import type { Role } from '@lettershop/contracts/permissions'
import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Entrance } from './entrance.tsx'
import { enter, meQuery } from './session.ts'
import { SignUpForm } from './sign-up-form.tsx'

const words = texts.identity

interface Offer {
  organization: string
  email: string
  role: Role
  invited_by: string
}

/** Opened from the mail of an invitation: join with the account that one has, or make one for it. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' })
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.get<Offer>(`/v1/invitations/${encodeURIComponent(token)}`, { signal }),
  })
  const me = useQuery(meQuery)
  if (offer.isError)
    return (
      <Entrance title={texts.states.errorTitle}>
        <ErrorState error={offer.error} />
      </Entrance>
    )
  if (!offer.data || me.isPending) return <PageLoading />
  const { organization, role, invited_by: inviter, email } = offer.data
  return (
    <Entrance
      title={words.invitationTitle(organization)}
      text={words.invitationText(inviter, words.roles[role])}
    >
      {me.data ? <Accept token={token} email={email} /> : <Join token={token} email={email} />}
    </Entrance>
  )
}

function useEnter() {
  const navigate = useNavigate()
  return async () => {
    await enter()
    await navigate({ to: '/', replace: true })
  }
}

function Accept({ token, email }: { token: string; email: string }) {
  const open = useEnter()
  const accept = useMutation({
    mutationFn: () => api.post(`/v1/invitations/${encodeURIComponent(token)}/accept`),
    onSuccess: open,
  })
  return (
    <Stack gap="md">
      <Text c="dimmed">{words.invitationFor(email)}</Text>
      {accept.isError && <ErrorState error={accept.error} />}
      <Button size="md" loading={accept.isPending} onClick={() => accept.mutate()}>
        {words.invitationAccept}
      </Button>
    </Stack>
  )
}

function Join({ token, email }: { token: string; email: string }) {
  const open = useEnter()
  return (
    <Stack gap="md">
      <SignUpForm
        email={email}
        send={async ({ organization: _, ...person }) => {
          await api.post('/v1/sign-up', { ...person, invitation: token })
          await open()
        }}
      />
      <ButtonLink to="/sign-in" search={{ next: `/invitation/${token}` }} variant="default" size="md">
        {words.invitationSignIn}
      </ButtonLink>
    </Stack>
  )
}
