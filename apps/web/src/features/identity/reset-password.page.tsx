import { Alert, Button, PasswordInput, Stack } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { Entrance } from './entrance.tsx'

const words = texts.identity

/** Opened from the mail that "Forgot password?" sends. */
export function ResetPasswordPage() {
  const { token } = useSearch({ from: '/reset-password' })
  const [done, setDone] = useState(false)
  if (done)
    return (
      <Entrance title={words.resetDone} text={words.resetDoneText}>
        <ButtonLink to="/sign-in" size="md">
          {words.signIn}
        </ButtonLink>
      </Entrance>
    )
  return (
    <Entrance title={words.resetTitle}>
      {token === undefined ? (
        <Alert color="red">{words.resetMissing}</Alert>
      ) : (
        <PasswordForm token={token} onDone={() => setDone(true)} />
      )}
    </Entrance>
  )
}

function PasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { form, submit, busy, error } = useServerForm(
    { initialValues: { newPassword: '' } },
    async ({ newPassword }) => {
      await api.post('/api/auth/reset-password', { token, newPassword })
      onDone()
    },
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <PasswordInput
          label={words.newPassword}
          description={words.passwordHint}
          autoComplete="new-password"
          size="md"
          {...form.getInputProps('newPassword')}
        />
        <Button type="submit" size="md" loading={busy}>
          {words.resetSave}
        </Button>
      </Stack>
    </form>
  )
}
