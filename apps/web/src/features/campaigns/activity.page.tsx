import { Grid } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { Comments } from './comments.tsx'
import { StatusTimeline } from './status-timeline.tsx'

/** What happened to the campaign, and what the team says of it. */
export function ActivityPage() {
  const { campaignId } = useParams({ from: '/signed-in/o/$org/campaigns/$campaignId/activity' })
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <StatusTimeline campaignId={campaignId} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Comments campaignId={campaignId} />
      </Grid.Col>
    </Grid>
  )
}
