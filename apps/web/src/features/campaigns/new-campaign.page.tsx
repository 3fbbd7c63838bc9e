import { Box, Button, Group, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Picture } from '../../ui/picture.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { templatePicture } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import type { Campaign } from './campaign.api.ts'
import { CampaignFields, type CampaignValues, campaignBody, campaignChecks } from './campaign-fields.tsx'

const words = texts.campaigns.form

/** A campaign from a template and a list: all that is needed, the rest has a sensible beginning. */
export function NewCampaignPage() {
  const { slug: org } = useOrganization()
  const { template = '', list = '' } = useSearch({ from: '/signed-in/o/$org/campaigns/new' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const { form, submit, busy, error } = useServerForm<CampaignValues>(
    {
      initialValues: {
        name: '',
        template_id: template,
        recipient_list_id: list,
        landing_page_id: '',
        link_method: 'short',
      },
      validate: campaignChecks,
    },
    async values => {
      const { id } = await api.post<Campaign>(inOrg(org, 'campaigns'), campaignBody(values))
      await client.invalidateQueries({ queryKey: [org, 'campaigns'] })
      await navigate({ to: '/o/$org/campaigns/$campaignId', params: { org, campaignId: id } })
    },
  )
  const chosen = form.values.template_id
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Group align="flex-start" gap="lg">
        <Panel flex="1 1 420px">
          <form onSubmit={submit} noValidate>
            <Stack gap="md">
              {error !== undefined && <ErrorState error={error} />}
              <CampaignFields form={form} />
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
        {chosen && (
          <Box flex="1 1 280px" maw={420}>
            <Picture src={templatePicture(org, chosen, 1, 800)} alt={texts.campaigns.design} />
          </Box>
        )}
      </Group>
    </>
  )
}
