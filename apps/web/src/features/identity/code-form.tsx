import { Button, Stack, TextInput } from '@mantine/core'
import { texts } from '../../texts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { confirmCode } from './session.ts'

/** Asks for the second factor. */
export function CodeForm({ onDone }: { onDone: () => void }) {
  const { form, submit, busy, error } = useServerForm({ initialValues: { code: '' } }, async ({ code }) => {
    await confirmCode(code.replaceAll(/\s/g, ''))
    onDone()
  })
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput
          label={texts.identity.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          withAsterisk={false}
          size="md"
          {...form.getInputProps('code')}
        />
        <Button type="submit" size="md" loading={busy}>
          {texts.identity.codeSend}
        </Button>
      </Stack>
    </form>
  )
}
