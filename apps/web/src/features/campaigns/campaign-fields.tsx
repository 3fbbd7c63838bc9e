import { Select, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { listsQuery } from '../audience/list.api.ts'
import { templatesQuery } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import { landingPagesQuery } from '../tracking/landing-page.api.ts'

const words = texts.campaigns.form
const LINK_METHODS = ['short', 'signed', 'sealed'] as const
const CHOICES = 200

/** What a person decides about a campaign. Empty text stands for "none". */
export interface CampaignValues extends Record<string, string> {
  name: string
  template_id: string
  recipient_list_id: string
  landing_page_id: string
  link_method: string
}

/** Checks before anything is sent; the server checks again. */
export const campaignChecks = {
  name: (value: string) => (value.trim() ? null : words.nameMissing),
  template_id: (value: string) => (value ? null : words.templateMissing),
  recipient_list_id: (value: string) => (value ? null : words.listMissing),
}

/** The values as the API takes them. */
export function campaignBody(values: CampaignValues) {
  return { ...values, name: values.name.trim(), landing_page_id: values.landing_page_id || null }
}

/** Fields of a campaign, for making one and for changing a draft. */
export function CampaignFields({ form }: { form: UseFormReturnType<CampaignValues> }) {
  const method = LINK_METHODS.find(one => one === form.values.link_method) ?? 'short'
  return (
    <>
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
        description={words.linkMethodHints[method]}
        data={LINK_METHODS.map(value => ({ value, label: texts.campaigns.linkMethods[value] }))}
        allowDeselect={false}
        {...form.getInputProps('link_method')}
      />
    </>
  )
}

/** What a field gets from the form. */
interface Field {
  value?: string
  onChange: (value: string | null) => void
  error?: ReactNode
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
