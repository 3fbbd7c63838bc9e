import { useQuery } from '@tanstack/react-query'
import { formatDate, formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import { listQuery } from '../audience/list.api.ts'
import { templateQuery } from '../design/template.api.ts'
import { useCan, useOrganization } from '../identity/session.ts'
import { landingPageQuery } from '../tracking/landing-page.api.ts'
import type { Campaign } from './campaign.api.ts'
import { EditCampaign } from './edit-campaign.tsx'

const words = texts.campaigns

/** What the campaign is made of, each with a way there. */
export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { template_id: templateId, recipient_list_id: listId, landing_page_id: pageId } = campaign
  const can = useCan()
  const skipped = campaign.skipped > 0 ? ([[words.skipped, formatNumber(campaign.skipped)]] as const) : []
  return (
    <Panel
      title={words.facts}
      actions={campaign.status === 'draft' && can('campaign.update') && <EditCampaign campaign={campaign} />}
    >
      <Facts
        facts={[
          [
            words.template,
            templateId ? (
              <TemplateLink key="template" id={templateId} version={campaign.template_version} />
            ) : (
              texts.states.none
            ),
          ],
          [words.list, listId ? <ListLink key="list" id={listId} /> : texts.states.none],
          [words.landingPage, pageId ? <LandingPageLink key="page" id={pageId} /> : words.noLandingPage],
          [words.linkMethod, words.linkMethods[campaign.link_method]],
          ...skipped,
          [words.created, formatDate(campaign.created_at)],
        ]}
      />
    </Panel>
  )
}

function TemplateLink({ id, version }: { id: string; version: number | null }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(templateQuery(org, id))
  return (
    <>
      <AnchorLink to="/o/$org/templates/$templateId" params={{ org, templateId: id }} size="sm">
        {data?.name ?? words.template}
      </AnchorLink>
      {version !== null && ` · ${texts.design.version(version)}`}
    </>
  )
}

function ListLink({ id }: { id: string }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(listQuery(org, id))
  return (
    <AnchorLink to="/o/$org/lists/$listId" params={{ org, listId: id }} size="sm">
      {data?.name ?? words.list}
    </AnchorLink>
  )
}

function LandingPageLink({ id }: { id: string }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(landingPageQuery(org, id))
  return (
    <AnchorLink to="/o/$org/landing-pages/$pageId" params={{ org, pageId: id }} size="sm">
      {data?.title ?? words.landingPage}
    </AnchorLink>
  )
}
