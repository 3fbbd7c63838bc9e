import { Box, Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, inOrg } from '../../api.ts'
import { formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Picture } from '../../ui/picture.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { listsQuery } from '../audience/list.api.ts'
import { templatePicture, templatesQuery } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import { landingPagesQuery } from '../tracking/landing-page.api.ts'
import type { Campaign } from './campaign.api.ts'

const words = texts.campaigns.form
const LINK_METHODS = ['short', 'signed', 'sealed'] as const
const CHOICES = 200

/** A campaign from a template and a list: all that is needed, the rest has a sensible beginning. */
export function NewCampaignPage() {
  const { slug: org } = useOrganization()
  const given = useSearch({ from: '/signed-in/o/$org/campaigns/new' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const { form, submit, busy, error } = useServerForm(
    {
      initialValues: {
        name: '',
        template_id: given.template ?? '',
        recipient_list_id: given.list ?? '',
        landing_page_id: '',
        link_method: 'short',
      },
      validate: {
        name: value => (value.trim() ? null : words.nameMissing),
        template_id: value => (value ? null : words.templateMissing),
        recipient_list_id: value => (value ? null : words.listMissing),
      },
    },
    async values => {
      const body = { ...values, name: values.name.trim(), landing_page_id: values.landing_page_id || null }
      const { id } = await api.post<Campaign>(inOrg(org, 'campaigns'), body)
      await client.invalidateQueries({ queryKey: [org, 'campaigns'] })
      await navigate({ to: '/o/$org/campaigns/$campaignId', params: { org, campaignId: id } })
    },
  )
  const template = form.values.template_id
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Group align="flex-start" gap="lg">
        <Panel flex="1 1 420px">
          <form onSubmit={submit} noValidate>
            <Stack gap="md">
              {error !== undefined && <ErrorState error={error} />}
              <TextInput
                label={words.name}
                description={words.nameHint}
                data-autofocus
                {...form.getInputProps('name')}
              />
              <TemplateSelect {...form.getInputProps('template_id')} />
              <ListSelect {...form.getInputProps('recipient_list_id')} />
              <LandingPageSelect {...form.getInputProps('landing_page_id')} />
              <Select
                label={words.linkMethod}
                description={words.linkMethodHints[form.values.link_method as 'short']}
                data={LINK_METHODS.map(value => ({ value, label: texts.campaigns.linkMethods[value] }))}
                allowDeselect={false}
                {...form.getInputProps('link_method')}
              />
              <Group justify="flex-end" mt="sm">
                <ButtonLink to="/o/$org/campaigns" params={{ org }} variant="default">
                  {texts.actions.cancel}
                </ButtonLink>
                <Button type="submit" loading={busy}>
                  {words.create}
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        {template && (
          <Box flex="1 1 280px" maw={420}>
            <Picture src={templatePicture(org, template, 1, 800)} alt={texts.campaigns.design} />
          </Box>
        )}
      </Group>
    </>
  )
}

/** What a field gets from the form. */
interface Field {
  value?: string
  onChange: (value: string | null) => void
  error?: React.ReactNode
}

function TemplateSelect(field: Field) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(templatesQuery(org, { sort: 'name' }, CHOICES))
  const choices = data?.data.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      label={words.template}
      placeholder={words.templatePlaceholder}
      description={choices?.length === 0 ? words.noTemplates : undefined}
      data={choices}
      searchable
      allowDeselect={false}
      {...field}
    />
  )
}

function ListSelect(field: Field) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(listsQuery(org, { sort: 'name' }, CHOICES))
  const choices = data?.data
    .filter(({ status }) => status === 'ready')
    .map(({ id, name, recipient_count: people }) => ({
      value: id,
      label: `${name} · ${words.people(formatNumber(people))}`,
    }))
  return (
    <Select
      label={words.list}
      placeholder={words.listPlaceholder}
      description={choices?.length === 0 ? words.noLists : undefined}
      data={choices}
      searchable
      allowDeselect={false}
      {...field}
    />
  )
}

function LandingPageSelect({ value, onChange, error }: Field) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(landingPagesQuery(org, {}, CHOICES))
  return (
    <Select
      label={words.landingPage}
      description={words.landingPageHint}
      placeholder={words.landingPagePlaceholder}
      data={data?.data.map(({ id, title }) => ({ value: id, label: title }))}
      clearable
      value={value || null}
      onChange={chosen => onChange(chosen ?? '')}
      error={error}
    />
  )
}
