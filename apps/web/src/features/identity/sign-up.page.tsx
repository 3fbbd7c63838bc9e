import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { Entrance } from './entrance.tsx'
import { enter } from './session.ts'
import { SignUpForm } from './sign-up-form.tsx'

const words = texts.identity

export function SignUpPage() {
  const { next } = useSearch({ from: '/signed-out/sign-up' })
  const navigate = useNavigate()
  return (
    <Entrance title={words.signUpTitle} text={words.signUpText}>
      <SignUpForm
        withOrganization
        send={async ({ organization, ...person }) => {
          await api.post('/v1/sign-up', {
            ...person,
            organization: { name: organization, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
          })
          await enter()
          await navigate({ href: next ?? '/', replace: true })
        }}
      />
      <span>
        {words.haveAccount}{' '}
        <AnchorLink to="/sign-in" search={{ next }} underline="always">
          {words.signIn}
        </AnchorLink>
      </span>
    </Entrance>
  )
}
