import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { CodeForm } from './code-form.tsx'
import { Entrance } from './entrance.tsx'
import { signIn } from './session.ts'

const words = texts.identity

export function SignInPage() {
  const { next } = useSearch({ from: '/signed-out/sign-in' })
  const navigate = useNavigate()
  const [needsCode, setNeedsCode] = useState(false)
  const enter = () => navigate({ href: next ?? '/', replace: true })

  if (needsCode)
    return (
      <Entrance title={words.codeTitle} text={words.codeText}>
        <CodeForm onDone={enter} />
      </Entrance>
    )
  return (
    <Entrance title={words.signInTitle} text={<SignUpHint next={next} />}>
      <SignInForm onDone={({ needsCode }) => (needsCode ? setNeedsCode(true) : void enter())} />
    </Entrance>
  )
}

function SignUpHint({ next }: { next: string | undefined }) {
  return (
    <>
      {words.noAccount}{' '}
      <AnchorLink to="/sign-up" search={{ next }} inherit underline="always">
        {words.createAccount}
      </AnchorLink>
    </>
  )
}

function SignInForm({ onDone }: { onDone: (answer: { needsCode: boolean }) => void }) {
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: { email: '', password: '' },
      validate: {
        email: value => (value.trim() ? null : words.emailMissing),
        password: value => (value ? null : words.passwordMissing),
      },
    },
    async ({ email, password }) => onDone(await signIn({ email: email.trim(), password })),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput
          label={words.email}
          type="email"
          name="email"
          autoComplete="username"
          data-autofocus
          size="md"
          {...form.getInputProps('email')}
        />
        <Stack gap={6}>
          <PasswordInput
            label={words.password}
            name="password"
            autoComplete="current-password"
            size="md"
            {...form.getInputProps('password')}
          />
          <Group justify="flex-end">
            <Text size="sm">
              <AnchorLink to="/forgot-password" inherit>
                {words.forgot}
              </AnchorLink>
            </Text>
          </Group>
        </Stack>
        <Button type="submit" size="md" loading={busy}>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  )
}
