import { useQuery } from '@tanstack/react-query'
import { texts } from '../../texts.ts'
import { Panel } from '../../ui/panel.tsx'
import { PictureSides } from '../../ui/picture-sides.tsx'
import { pagesOf, templatePicture, versionQuery } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import { type Campaign, hasPieces, originalPicture, originalQuery } from './campaign.api.ts'

const words = texts.campaigns
const WIDTH = 800

/** The design that goes, or went, out: frozen once there are pieces, the template's before. */
export function DesignPanel({ campaign }: { campaign: Campaign }) {
  return hasPieces(campaign.status) ? <Original campaign={campaign} /> : <Template campaign={campaign} />
}

function Original({ campaign: { id, name } }: { campaign: Campaign }) {
  const { slug: org } = useOrganization()
  const { data } = useQuery(originalQuery(org, id))
  return (
    <Panel title={words.original} text={words.originalText}>
      {data && (
        <PictureSides
          name={name}
          pages={pagesOf(data.design_snapshot)}
          src={page => originalPicture(org, id, page, WIDTH)}
        />
      )}
    </Panel>
  )
}

function Template({
  campaign: { name, template_id: templateId, template_version: version },
}: {
  campaign: Campaign
}) {
  const { slug: org } = useOrganization()
  const { data } = useQuery({
    ...versionQuery(org, templateId ?? '', version ?? 0),
    enabled: templateId !== null && version !== null,
  })
  if (templateId === null || version === null) return null
  return (
    <Panel title={words.design} text={words.designText}>
      {data && (
        <PictureSides
          name={name}
          pages={pagesOf(data.document)}
          src={page => templatePicture(org, templateId, page, WIDTH, version)}
        />
      )}
    </Panel>
  )
}
