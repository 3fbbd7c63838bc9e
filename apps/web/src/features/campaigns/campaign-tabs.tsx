import { texts } from '../../texts.ts'
import { LinkTabs } from '../../ui/link-tabs.tsx'
import { useOrganization } from '../identity/session.ts'

const words = texts.campaigns.tabs

const TABS = [
  { to: '/o/$org/campaigns/$campaignId', label: words.results, exact: true },
  { to: '/o/$org/campaigns/$campaignId/pieces', label: words.pieces, exact: false },
  { to: '/o/$org/campaigns/$campaignId/files', label: words.files, exact: false },
  { to: '/o/$org/campaigns/$campaignId/activity', label: words.activity, exact: false },
] as const

/** Parts of a campaign, each with its own address. */
export function CampaignTabs({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  return (
    <LinkTabs label={words.label}>
      {TABS.map(({ to, label, exact }) => (
        <LinkTabs.Tab
          key={to}
          to={to}
          params={{ org, campaignId }}
          activeOptions={{ exact, includeSearch: false }}
        >
          {label}
        </LinkTabs.Tab>
      ))}
    </LinkTabs>
  )
}
