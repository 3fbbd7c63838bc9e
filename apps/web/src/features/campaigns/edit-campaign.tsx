import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { useOrganization } from '../identity/session.ts'
import type { Campaign } from './campaign.api.ts'
import { CampaignFields, type CampaignValues, campaignBody, campaignChecks } from './campaign-fields.tsx'

const words = texts.campaigns.form

/** Changes what a draft is made of. */
export function EditCampaign({ campaign }: { campaign: Campaign }) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={open}>
        {words.edit}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.editTitle}
        closeButtonProps={{ 'aria-label': texts.actions.close }}
      >
        <EditForm campaign={campaign} onDone={close} />
      </Modal>
    </>
  )
}

function EditForm({ campaign, onDone }: { campaign: Campaign; onDone: () => void }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const { form, submit, busy, error } = useServerForm<CampaignValues>(
    { initialValues: valuesOf(campaign), validate: campaignChecks },
    async values => {
      const body = changesOf(campaign, campaignBody(values))
      const ifMatch = `"${campaign.row_version}"`
      if (Object.keys(body).length > 0)
        await api.patch(inOrg(org, 'campaigns', campaign.id), body, { ifMatch })
      await client.invalidateQueries({ queryKey: [org, 'campaign', campaign.id] })
      await client.invalidateQueries({ queryKey: [org, 'campaigns'] })
      onDone()
    },
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <CampaignFields form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {texts.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {texts.actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function valuesOf(campaign: Campaign): CampaignValues {
  return {
    name: campaign.name,
    template_id: campaign.template_id ?? '',
    recipient_list_id: campaign.recipient_list_id ?? '',
    landing_page_id: campaign.landing_page_id ?? '',
    link_method: campaign.link_method,
  }
}

/** Only what is different: another template is a new beginning for the mapping, the same one is not. */
function changesOf(campaign: Campaign, body: ReturnType<typeof campaignBody>): Record<string, unknown> {
  const before: Record<string, unknown> = { ...campaign }
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => before[name] !== value))
}
