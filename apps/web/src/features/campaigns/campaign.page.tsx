import { Box, Group, Text } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { type Campaign, campaignQuery } from './campaign.api.ts'
import { CampaignActions } from './campaign-actions.tsx'
import { stepsFrom } from './campaign-steps.ts'
import { CampaignTabs } from './campaign-tabs.tsx'
import { Generation } from './generation.tsx'
import { StatusBadge } from './status-badge.tsx'

const words = texts.campaigns

/** Head of one campaign: where it stands, the next step, and its parts below. */
export function CampaignPage() {
  const { slug: org } = useOrganization()
  const { campaignId } = useParams({ from: '/signed-in/o/$org/campaigns/$campaignId' })
  const campaign = useQuery(campaignQuery(org, campaignId))
  if (campaign.isError) return <ErrorState error={campaign.error} onRetry={() => campaign.refetch()} />
  if (!campaign.data) return <PageLoading />
  return (
    <>
      <PageHeader
        title={campaign.data.name}
        above={<BackToCampaigns />}
        badge={<StatusBadge status={campaign.data.status} />}
        text={<NextStepHint campaign={campaign.data} />}
        actions={<CampaignActions campaign={campaign.data} />}
      />
      <Generation campaign={campaign.data} />
      <CampaignTabs campaignId={campaignId} />
      <Box pt="lg">
        <Outlet />
      </Box>
    </>
  )
}

function BackToCampaigns() {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink to="/o/$org/campaigns" params={{ org }} size="sm" c="dimmed">
      <Group gap={2} component="span" display="inline-flex">
        <IconChevronLeft size={15} aria-hidden />
        {words.campaigns}
      </Group>
    </AnchorLink>
  )
}

function NextStepHint({ campaign: { status } }: { campaign: Campaign }) {
  const { waiting } = stepsFrom(status, useCan())
  const waitingFor = status === 'draft' || status === 'ready' ? words.waiting[status] : words.waiting.other
  return <Text c="dimmed">{waiting ? waitingFor : words.stepHints[status]}</Text>
}
