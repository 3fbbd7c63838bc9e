import type { ListDuplicates } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import type { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { selectList } from './list.queries.ts'

type Duplicates = z.infer<typeof ListDuplicates>
type Person = Duplicates['within']['samples'][number][number]

const SHOWN = 20
/** Long lists take a moment; a request should not take longer. */
const TIMEOUT_MS = 20_000

const live = sql`tenant_id = platform.tenant_id() and deleted_at is null and duplicate_key is not null`

function keysWithin(listId: string): SqlFragment<{ people: number; recipients: number }> {
  return sql<{ people: number; recipients: number }>`
    select count(*) as people, coalesce(sum(more), 0)::bigint as recipients
    from (select count(*) - 1 as more from audience.recipient where ${live} and list_id = ${listId}
          group by duplicate_key having count(*) > 1) as twice`
}

function peopleWithin(listId: string): SqlFragment<Person & { duplicate_key: string }> {
  return sql<Person & { duplicate_key: string }>`
    select r.id, r.list_id, r.first_name, r.last_name, r.company, r.email, r.address_line1, r.postal_code, r.duplicate_key
    from (select duplicate_key from audience.recipient where ${live} and list_id = ${listId}
          group by duplicate_key having count(*) > 1 order by duplicate_key limit ${SHOWN}) as twice
    join audience.recipient r on r.duplicate_key = twice.duplicate_key
    where r.tenant_id = platform.tenant_id() and r.list_id = ${listId} and r.deleted_at is null
    order by r.duplicate_key, r.id limit ${SHOWN * 5}`
}

function listsBeside(listId: string): SqlFragment<{ list_id: string; name: string; people: number }> {
  return sql<{ list_id: string; name: string; people: number }>`
    select l.id as list_id, l.name, count(distinct other.duplicate_key) as people
    from (select distinct duplicate_key from audience.recipient where ${live} and list_id = ${listId}) as mine
    join audience.recipient other on other.duplicate_key = mine.duplicate_key
    join audience.recipient_list l on l.tenant_id = other.tenant_id and l.id = other.list_id
    where other.tenant_id = platform.tenant_id() and other.list_id <> ${listId} and other.deleted_at is null
      and l.deleted_at is null
    group by l.id, l.name order by people desc, l.id limit ${SHOWN}`
}

/** Who is on the list more than once, and who is on other lists too. */
export async function findDuplicates(ctx: RouteContext, listId: string): Promise<Duplicates> {
  const [lists, keys, people, beside] = await ctx.batch(
    [selectList(listId), keysWithin(listId), peopleWithin(listId), listsBeside(listId)],
    { timeoutMs: TIMEOUT_MS, readOnly: true },
  )
  const list = lists.rows[0]
  if (!list) throw new AppError('not_found')
  const groups = Map.groupBy(people.rows, row => row.duplicate_key)
  return {
    left_out: Number(list['duplicate_count']),
    within: { ...(keys.rows[0] ?? { people: 0, recipients: 0 }), samples: [...groups.values()] },
    beside: beside.rows,
  }
}
