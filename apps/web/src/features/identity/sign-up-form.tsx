import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { texts } from '../../texts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'

const words = texts.identity
const SHORTEST_PASSWORD = 10

interface NewAccount extends Record<string, string> {
  name: string
  email: string
  password: string
  organization: string
}

interface SignUpFormProps {
  /** An invited person joins an organization and names none. */
  withOrganization?: boolean
  /** An invitation holds for this address only. */
  email?: string
  send: (account: NewAccount) => Promise<unknown>
}

/** A new account. */
export function SignUpForm({ withOrganization = false, email = '', send }: SignUpFormProps) {
  const { form, submit, busy, error } = useServerForm<NewAccount>(
    {
      initialValues: { name: '', email, password: '', organization: '' },
      validate: {
        name: value => (value.trim() ? null : words.nameMissing),
        email: value => (value.trim() ? null : words.emailMissing),
        password: value => (value.length < SHORTEST_PASSWORD ? words.passwordTooShort : null),
        organization: value => (withOrganization && !value.trim() ? words.organizationMissing : null),
      },
    },
    send,
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput label={words.name} autoComplete="name" size="md" {...form.getInputProps('name')} />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="email"
          size="md"
          readOnly={email !== ''}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          size="md"
          {...form.getInputProps('password')}
        />
        {withOrganization && (
          <TextInput
            label={words.organization}
            description={words.organizationHint}
            autoComplete="organization"
            size="md"
            {...form.getInputProps('organization')}
          />
        )}
        <Button type="submit" size="md" loading={busy}>
          {words.signUp}
        </Button>
      </Stack>
    </form>
  )
}
