import { Grid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useOrganization } from '../identity/session.ts'
import { campaignQuery, hasPieces } from './campaign.api.ts'
import { CampaignFacts } from './campaign-facts.tsx'
import { DesignPanel } from './design-panel.tsx'
import { DraftPanel } from './draft-panel.tsx'
import { FunnelPanel } from './funnel-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

/** What came back, beside the design that went out. */
export function CampaignResultsPage() {
  const { slug: org } = useOrganization()
  const { campaignId } = useParams({ from: '/signed-in/o/$org/campaigns/$campaignId/' })
  const { data: campaign } = useQuery(campaignQuery(org, campaignId))
  if (!campaign) return null
  const made = hasPieces(campaign.status)
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          {made ? <FunnelPanel campaignId={campaignId} /> : <DraftPanel campaign={campaign} />}
          {made && <TimelinePanel campaignId={campaignId} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <DesignPanel campaign={campaign} />
          <CampaignFacts campaign={campaign} />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}
