import { sql, tenantId } from '@lettershop/tenant-router'
import type { TestApp, TestOrganization } from '@lettershop/testkit/test-app'

/** A design of two pages that needs no asset: text with and without default, a code, something for members. */
export const DESIGN = {
  lettershop: 1,
  format: 'postcard-4x6',
  pages: [
    {
      name: 'front',
      canvas: {
        version: '6.7.1',
        objects: [
          text(40, "Dear {{ first_name | default: 'neighbour' }},", { fontSize: 24 }),
          text(120, 'Members drink free.', { lettershop: { visible: '{{ member }}' } }),
        ],
      },
    },
    {
      name: 'back',
      canvas: {
        version: '6.7.1',
        objects: [
          text(40, '{{ full_name }}\n{{ street }}\n{{ zip }} {{ city }}', {
            lettershop: { role: 'address' },
          }),
          {
            type: 'Rect',
            left: 40,
            top: 200,
            width: 120,
            height: 120,
            fill: '#000000',
            lettershop: { role: 'qr', value: '{{ tracking_url }}' },
          },
        ],
      },
    },
  ],
}

function text(top: number, content: string, more: Record<string, unknown> = {}) {
  return {
    type: 'Textbox',
    left: 40,
    top,
    width: 300,
    height: 40,
    text: content,
    fontFamily: 'Noto Sans',
    fontSize: 14,
    ...more,
  }
}

/** Addresses below the organization. */
export const at = (organization: TestOrganization) => (tail: string) =>
  `/v1/orgs/${organization.slug}/${tail}`

const SYSTEM = { id: null, role: 'system' }

/** Runs SQL in the organization, as the server does. */
export const runIn =
  ({ services }: Pick<TestApp, 'services'>, organization: Pick<TestOrganization, 'id'>) =>
  async <Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
    (await services.router.query(tenantId(organization.id), SYSTEM, statement)).rows

/** A ready list of so many invented people, all different. @returns its id */
export async function makeList(
  world: Pick<TestApp, 'services'>,
  organization: Pick<TestOrganization, 'id'>,
  people: number,
): Promise<string> {
  const run = runIn(world, organization)
  const [list] = await run(sql<{ id: string }>`
    insert into audience.recipient_list (name, recipient_count) values ('People', ${people}) returning id`)
  await run(sql`
    insert into audience.recipient
      (list_id, record_number, first_name, last_name, address_line1, city, state, postal_code, duplicate_key, fields)
    select ${list!.id}::uuid, n, 'First' || n, 'Last' || n, n || ' Main Street', 'Springfield', 'MA',
           lpad((n % 100000)::text, 5, '0'), 'key' || n, jsonb_build_object('member', case when n % 2 = 0 then 'yes' else '' end)
    from generate_series(1, ${people}::integer) n`)
  return list!.id
}

/** A template and a draft of a campaign for a list. @returns ids */
export async function makeCampaign(
  organization: TestOrganization,
  listId: string,
  wish: Record<string, unknown> = {},
): Promise<{ campaign: string; template: string }> {
  const path = at(organization)
  const made = await organization.owner.post(path('templates'), { name: 'Card', document: DESIGN })
  if (made.statusCode !== 201) throw new Error(made.body)
  const template = String(made.json().template.id)
  const answer = await organization.owner.post(path('campaigns'), {
    template_id: template,
    recipient_list_id: listId,
    ...wish,
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { campaign: String(answer.json().id), template }
}

/** Waits until a job has ended. @returns it as its route shows it */
export async function ended(
  organization: TestOrganization,
  jobId: string,
): Promise<{ state: string; result: unknown; error: unknown }> {
  for (const end = Date.now() + 55_000; Date.now() < end; ) {
    const answer = await organization.owner.get(at(organization)(`jobs/${jobId}`))
    if (answer.statusCode !== 200) throw new Error(answer.body)
    const job = answer.json()
    if (['done', 'failed', 'cancelled'].includes(job.state)) return job
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('the job does not end')
}

/** Generates a campaign and waits. */
export async function generate(
  organization: TestOrganization,
  campaign: string,
  body: Record<string, unknown> = {},
): Promise<{ state: string; result: unknown; error: unknown }> {
  const answer = await organization.owner.post(at(organization)(`campaigns/${campaign}/generate`), body)
  if (answer.statusCode !== 202) throw new Error(answer.body)
  return ended(organization, answer.json().id)
}
