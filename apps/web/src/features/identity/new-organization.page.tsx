import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { Entrance } from './entrance.tsx'
import { enter } from './session.ts'

const words = texts.identity

/** Another organization, with the person as its owner. */
export function NewOrganizationPage() {
  const navigate = useNavigate()
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: { name: '' },
      validate: { name: value => (value.trim() ? null : words.organizationMissing) },
    },
    async ({ name }) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      const { slug } = await api.post<{ slug: string }>('/v1/orgs', {
        name: name.trim(),
        time_zone: timeZone,
      })
      await enter()
      await navigate({ to: '/o/$org/campaigns', params: { org: slug } })
    },
  )
  return (
    <Entrance title={words.newOrganizationTitle} text={words.newOrganizationText}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {error !== undefined && <ErrorState error={error} />}
          <TextInput
            label={words.organization}
            autoComplete="organization"
            size="md"
            {...form.getInputProps('name')}
          />
          <Button type="submit" size="md" loading={busy}>
            {words.newOrganizationCreate}
          </Button>
          <Text>
            <AnchorLink to="/">{texts.actions.back}</AnchorLink>
          </Text>
        </Stack>
      </form>
    </Entrance>
  )
}
