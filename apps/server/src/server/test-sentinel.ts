import { readFile } from 'node:fs/promises'
import { openConnection, withConnection } from '@lettershop/tenant-router'
import type { TestApp, TestOrganization } from '@lettershop/testkit/test-app'
import { DESIGN, ended } from '#modules/campaigns/test-campaign.ts'
import { PAGE } from '#modules/tracking/test-tracking.ts'
import { aRow } from './test-table-rows.ts'
import { TableWalk } from './test-table-walk.ts'

const IMAGE = new URL('../../../../demo/designs/images/', import.meta.url)

/** Makes everything that an organization can have through the API; every free text holds the mark. */
export async function fillOrganization(organization: TestOrganization, mark: string): Promise<void> {
  const { owner, slug } = organization
  const at = (tail: string) => `/v1/orgs/${slug}/${tail}`
  const post = async (tail: string, body: unknown): Promise<{ id: string; template?: { id: string } }> => {
    const answer = await owner.post(at(tail), body)
    if (answer.statusCode >= 300) throw new Error(`${tail}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  await post('teams', { name: `${mark} team` })
  await post('invitations', { email: `${mark}-guest@example.com`, role: 'viewer' })
  await post('api-keys', { name: `${mark} key`, role: 'viewer' })
  await post('seed-addresses', {
    name: `${mark} seed`,
    first_name: mark,
    last_name: mark,
    address_line1: `1 ${mark} Street`,
    city: mark,
    state: 'MA',
    postal_code: '01101',
  })
  await post('suppressions', { kind: 'email', email: `${mark}@example.com`, source: mark })
  const rows = Array.from(
    { length: 6 },
    (_, n) => `First${n},${mark}${n},${n + 1} ${mark} Street,Springfield,MA,0110${n},${mark}${n}@example.com`,
  )
  const file = `first name,last name,street,city,state,zip,email\n${rows.join('\n')}\nbroken,,,,,,${mark}\n`
  const uploaded = await owner.upload(at(`recipient-lists/upload?name=${mark}.csv`), file)
  if (uploaded.statusCode >= 300) throw new Error(uploaded.body)
  const list = uploaded.json().id
  await ended(organization, (await post(`recipient-lists/${list}/import`, {})).id)
  const image = await readFile(new URL((await firstImage()) ?? '', IMAGE))
  await owner.upload(at(`assets/upload?kind=image&name=${mark}.jpg`), image, 'image/jpeg')
  const document = JSON.stringify(DESIGN).replace('Members drink free.', `${mark} drink free.`)
  const template = (await post('templates', { name: `${mark} card`, document: JSON.parse(document) }))
    .template
  const page = await post('landing-pages', {
    ...PAGE,
    title: `${mark} page`,
    document: { blocks: [{ type: 'hero', title: `${mark} hello`, text: mark }, ...PAGE.document.blocks] },
  })
  await post(`landing-pages/${page.id}/publish`, {})
  const campaign = await post('campaigns', {
    name: `${mark} campaign`,
    template_id: template?.id,
    recipient_list_id: list,
    landing_page_id: page.id,
    offer_code: mark.slice(0, 20).toUpperCase(),
  })
  await ended(organization, (await post(`campaigns/${campaign.id}/generate`, {})).id)
  await post(`campaigns/${campaign.id}/comments`, { body: `${mark} comment` })
}

async function firstImage(): Promise<string | undefined> {
  const { readdir } = await import('node:fs/promises')
  return (await readdir(IMAGE)).find(name => name.endsWith('.jpg'))
}

/** Puts one row into each tenant table that the API left empty, so that every route has something to hide. */
export async function fillTheRest({ databases, acme }: TestApp, mark: string): Promise<void> {
  const walk = await TableWalk.open(databases, databases.shared)
  const superuser = await openConnection(databases.superuser(databases.shared))
  try {
    await superuser.query('set session_replication_role = replica')
    for (const table of walk.tables) {
      const held = await superuser.query(`select from ${table.name} where ${table.owner} = $1 limit 1`, [
        acme.id,
      ])
      if (held.rowCount !== 0) continue
      const row = aRow(table, acme.id, mark)
      const places = [...row.keys()].map((_, index) => `$${index + 1}`)
      await superuser.query(`insert into ${table.name} (${[...row.keys()].join(', ')}) values (${places})`, [
        ...row.values(),
      ])
    }
  } finally {
    await superuser.end()
    await walk.close()
  }
}

/** Every id of acme's rows, up to three a table, from the tenant and the control database. */
export async function idsOf({ databases, acme }: TestApp): Promise<string[]> {
  const ids = new Set<string>()
  for (const database of [databases.shared, databases.control])
    await withConnection(databases.superuser(database), async client => {
      const { rows } = await client.query<{ name: string; owner: string }>(
        `select c.oid::regclass::text as name, a.attname as owner from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname in ('tenant_id', 'organization_id')
         where c.relkind in ('r', 'p') and not c.relispartition
           and exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id')`,
      )
      for (const { name, owner } of rows) {
        const found = await client.query<{ id: string }>(
          `select id from ${name} where ${owner} = $1 order by id limit 3`,
          [acme.id],
        )
        for (const { id } of found.rows) ids.add(id)
      }
    })
  return [...ids]
}
