import { Button, Group, Stack, TextInput } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { PageLoading } from '../../ui/loading.tsx'
import { tellDone } from '../../ui/notify.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { meQuery, useCan, useOrganization } from './session.ts'

const words = texts.identity

interface Settings extends Record<string, string> {
  name: string
  slug: string
  currency: string
  time_zone: string
}

const organizationQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'organization'],
    queryFn: ({ signal }) => api.get<Settings>(inOrg(org), { signal }),
  })

/** Name, short name, currency and time zone of the organization. */
export function OrganizationSettingsPage() {
  const { slug: org } = useOrganization()
  const organization = useQuery(organizationQuery(org))
  if (organization.isError)
    return <ErrorState error={organization.error} onRetry={() => organization.refetch()} />
  if (!organization.data) return <PageLoading />
  return <SettingsForm settings={organization.data} />
}

function SettingsForm({ settings: { name, slug, currency, time_zone } }: { settings: Settings }) {
  const { slug: org } = useOrganization()
  const editable = useCan()('organization.update')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { form, submit, busy, error } = useServerForm<Settings>(
    { initialValues: { name, slug, currency, time_zone } },
    async values => {
      const saved = await api.patch<Settings>(inOrg(org), values)
      await client.invalidateQueries(meQuery)
      await client.refetchQueries(meQuery)
      client.removeQueries({ queryKey: [org, 'organization'] })
      tellDone(texts.actions.saved)
      await navigate({ to: '/o/$org/settings', params: { org: saved.slug }, replace: true })
    },
  )
  const field = (name: keyof Settings & string) => ({ readOnly: !editable, ...form.getInputProps(name) })
  return (
    <Panel title={words.general} maw={560}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {error !== undefined && <ErrorState error={error} />}
          <TextInput label={words.organization} {...field('name')} />
          <TextInput label={words.slug} description={words.slugHint} {...field('slug')} />
          <TextInput label={words.currency} {...field('currency')} />
          <TextInput label={words.timeZone} {...field('time_zone')} />
          {editable && (
            <Group justify="flex-end">
              <Button type="submit" loading={busy} disabled={!form.isDirty()}>
                {texts.actions.save}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Panel>
  )
}
