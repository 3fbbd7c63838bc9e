import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { Entrance } from './entrance.tsx'

const words = texts.identity

/** Asks for a mail; the answer is the same for every address, so that nobody learns who has an account. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: { email: '' },
      validate: { email: value => (value.trim() ? null : words.emailMissing) },
    },
    async ({ email }) => {
      await api.post('/api/auth/request-password-reset', { email: email.trim() })
      setSentTo(email.trim())
    },
  )
  const back = <AnchorLink to="/sign-in">{words.backToSignIn}</AnchorLink>
  if (sentTo !== undefined)
    return (
      <Entrance title={words.forgotSent} text={words.forgotSentText(sentTo)}>
        <Text>{back}</Text>
      </Entrance>
    )
  return (
    <Entrance title={words.forgotTitle} text={words.forgotText}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {error !== undefined && <ErrorState error={error} />}
          <TextInput
            label={words.email}
            type="email"
            autoComplete="username"
            size="md"
            {...form.getInputProps('email')}
          />
          <Button type="submit" size="md" loading={busy}>
            {words.forgotSend}
          </Button>
          <Text>{back}</Text>
        </Stack>
      </form>
    </Entrance>
  )
}
