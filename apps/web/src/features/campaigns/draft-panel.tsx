import { Text } from '@mantine/core'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'
import type { Campaign } from './campaign.api.ts'
import { MappingPanel } from './mapping-panel.tsx'

/** Before there are pieces: what each person's piece will say. */
export function DraftPanel({ campaign }: { campaign: Campaign }) {
  if (campaign.status === 'draft' || campaign.status === 'failed') return <MappingPanel campaign={campaign} />
  return (
    <Panel title={texts.campaigns.results.title}>
      <Text c="dimmed">{texts.campaigns.results.none}</Text>
    </Panel>
  )
}
