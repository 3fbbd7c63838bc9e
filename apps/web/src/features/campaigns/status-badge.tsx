import { Badge, type MantineColor } from '@mantine/core'
import { texts } from '../../texts.ts'
import type { CampaignStatus } from './campaign.api.ts'

const COLOURS: Record<CampaignStatus, MantineColor> = {
  draft: 'gray',
  generating: 'ink',
  ready: 'yellow',
  approved: 'teal',
  printing: 'ink',
  mailed: 'teal',
  completed: 'teal',
  cancelled: 'gray',
  failed: 'red',
}

/** Where a campaign stands, in words; the colour only helps. */
export function StatusBadge({ status }: { status: CampaignStatus }) {
  return <Badge color={COLOURS[status]}>{texts.campaigns.statuses[status]}</Badge>
}
