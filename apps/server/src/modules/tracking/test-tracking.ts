import { sql, tenantId } from '@lettershop/tenant-router'
import { openTestApp, type TestApp, type TestOrganization } from '@lettershop/testkit/test-app'
import { codeMaker, type LinkMethod } from './codes/index.ts'

export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

export const PAGE = {
  slug: 'spring',
  title: 'Spring at Acme',
  document: {
    blocks: [
      { type: 'hero', title: 'Hello {{ first_name | default: "neighbor" }}', text: 'Come and see.' },
      { type: 'offer', title: '20% off', code: '{{ offer_code }}' },
      {
        type: 'form',
        title: 'Save my morning',
        fields: [
          { name: 'name', label: 'Your name', type: 'text', required: true },
          { name: 'email', label: 'E-mail', type: 'email', required: true },
          { name: 'guests', label: 'How many?', type: 'number' },
        ],
        button: 'Keep it',
        thanks: 'See you, {{ first_name }}.',
        value: 500,
        currency: 'USD',
      },
      { type: 'button', label: 'Our shop', url: 'https://shop.example/spring?x=1' },
    ],
  },
}

export interface TestPiece {
  readonly id: string
  readonly code: string
}

export interface TestCampaign {
  readonly id: string
  readonly pageId: string | null
  readonly pieces: readonly TestPiece[]
}

export interface CampaignOptions {
  readonly pieces?: number
  readonly seeds?: number
  readonly method?: LinkMethod
  readonly page?: boolean
  readonly slug?: string
  readonly expiresAt?: Date
}

const SYSTEM = { id: null, role: 'system' }

/** Opens the server without worker. */
export const openTrackingApp = (): Promise<TestApp> => openTestApp({ worker: false })

/** Runs one statement in an organization, past the API. */
export async function inOrganization<Row>(
  { services }: TestApp,
  organization: TestOrganization,
  statement: ReturnType<typeof sql<Row>>,
): Promise<Row[]> {
  return (await services.router.query(tenantId(organization.id), SYSTEM, statement)).rows
}

/** A campaign with pieces and codes, as a generation leaves it, and a published page. Made past the API, which is another module's. */
export async function makeCampaign(
  world: TestApp,
  organization: TestOrganization,
  { pieces = 3, seeds = 0, method = 'short', page = true, slug = 'spring', expiresAt }: CampaignOptions = {},
): Promise<TestCampaign> {
  const pageId = page ? await publishPage(organization, slug) : null
  const { rows } = await world.services.authPool.query<{ route_key: string }>(
    'select route_key from tenancy.route_key where organization_id = $1',
    [organization.id],
  )
  return world.services.router.withTenant(tenantId(organization.id), SYSTEM, async tx => {
    const { id } = await tx.row(sql<{ id: string }>`
      insert into campaigns.campaign (name, origin, landing_page_id, link_method, offer_code, status)
      values ('Spring', 'test', ${pageId}, ${method}, 'GROW20', 'ready') returning id`)
    const purpose = method === 'sealed' ? 'code_sealing' : 'code_signing'
    const key = method === 'short' ? undefined : (await world.services.secrets.get(tx, purpose)).current
    const make = codeMaker({
      method,
      routeKey: rows[0]!.route_key,
      tenantId: tx.tenantId,
      campaignId: id,
      key,
      expiresAt,
      offer: 'GROW20',
    })
    const made: TestPiece[] = []
    for (let number = 1; number <= pieces + seeds; number++) {
      const code = make(number)
      const piece = await tx.row(sql<{ id: string }>`
        insert into campaigns.campaign_recipient (campaign_id, piece_number, tracking_code, variables, postal_code, is_seed)
        values (${id}, ${number}, ${code}, jsonb_build_object('first_name', 'Ada ' || ${String(number)}::text), '0530' || ${String(number % 10)}::text, ${number > pieces})
        returning id`)
      await tx.execute(sql`
        insert into tracking.link (code, campaign_id, campaign_recipient_id, method, expires_at)
        values (${code}, ${id}, ${piece.id}, ${method}, ${expiresAt?.toISOString() ?? null})`)
      made.push({ id: piece.id, code })
    }
    return { id, pageId, pieces: made }
  })
}

export async function publishPage({ owner, slug: org }: TestOrganization, slug: string): Promise<string> {
  const made = await owner.post(`/v1/orgs/${org}/landing-pages`, { ...PAGE, slug })
  if (made.statusCode !== 201) throw new Error(`landing page: ${made.statusCode} ${made.body}`)
  const { id } = made.json()
  const published = await owner.post(`/v1/orgs/${org}/landing-pages/${id}/publish`)
  if (published.statusCode !== 200) throw new Error(`publish: ${published.statusCode} ${published.body}`)
  return id
}

/** Fields of the page's form as a browser sends them. */
export function hiddenFields(html: string): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g))
    fields.set(/name="([^"]*)"/.exec(tag)?.[1] ?? '', /value="([^"]*)"/.exec(tag)?.[1] ?? '')
  return fields
}
