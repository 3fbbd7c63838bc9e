import {
  createDatabase,
  createTenantRouter,
  migrate,
  openConnection,
  ownMigrations,
  type RouterStats,
  sql,
  type TenantRouter,
  tenantId,
  withConnection,
} from '@lettershop/tenant-router'
import pg from 'pg'
import { type BenchInstallation, openBenchInstallation } from './tenancy.setup.ts'
import type { BenchLine } from './types.ts'

export const about = 'what scope, home check and routing cost beside a bare prepared query'

const OWNER = { id: null, role: 'owner' } as const
const LOOKUP = 'select id, body, at from notes.note where tenant_id = platform.tenant_id() and id = $1'

type Report = (line: BenchLine) => void
type Work = () => Promise<unknown>

/** Measures each line of the table at the end of the tenancy specification (moving an organization has its own). */
export async function run(report: Report): Promise<void> {
  const installation = await openBenchInstallation()
  const { control, roles } = installation
  const makeRouter = (max: number): TenantRouter =>
    createTenantRouter({
      control,
      credentials: { user: roles.app, password: 'bench' },
      pool: { max, budget: 400 },
    })
  try {
    await lookups(report, installation, makeRouter)
    await coldRoute(report, installation, makeRouter)
    await manySources(report, installation, makeRouter)
    await provisioning(report, installation)
  } finally {
    await installation.close()
  }
}

const timesRatio = (
  metric: string,
  unit: string,
  value: number,
  peer: string,
  peer_value: number,
  ratio: number,
  floor: number,
): BenchLine => ({
  bench: 'tenancy',
  metric,
  value,
  unit,
  peer,
  peer_value,
  ratio,
  floor,
  ok: ratio <= floor,
})
const limit = (metric: string, unit: string, value: number, floor: number): BenchLine => ({
  bench: 'tenancy',
  metric,
  value,
  unit,
  peer: null,
  peer_value: null,
  ratio: null,
  floor,
  ok: value <= floor,
})

/** Runs two works in turns, a slice of each, so that whatever else the machine does falls on both. */
async function inTurns(
  ours: Work,
  peer: Work,
  rounds: number,
  each: number,
  flights: number,
): Promise<[number, number, number]> {
  const slice = async (work: Work): Promise<number> => {
    const start = performance.now()
    await Promise.all(
      Array.from({ length: flights }, async () => {
        for (let i = 0; i < each; i++) await work()
      }),
    )
    return (performance.now() - start) / (each * flights)
  }
  const pairs: [number, number][] = []
  for (let round = 0; round < rounds + 3; round++) {
    const pair: [number, number] =
      round % 2 === 0
        ? [await slice(ours), await slice(peer)]
        : ([await slice(peer), await slice(ours)].reverse() as [number, number])
    if (round >= 3) pairs.push(pair)
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
  return [median(pairs.map(p => p[0])), median(pairs.map(p => p[1])), median(pairs.map(p => p[0] / p[1]))]
}

async function lookups(
  report: Report,
  { together, notes, first }: BenchInstallation,
  makeRouter: (max: number) => TenantRouter,
): Promise<void> {
  const tenant = tenantId(together[0] ?? '')
  const note = notes.get(tenant) ?? ''
  const statement = { name: 'lookup', text: LOOKUP, values: [note] }
  for (const [flights, floor] of [
    [1, 1.25],
    [16, 2.2],
  ] as const) {
    const router = makeRouter(flights)
    const pool = new pg.Pool({ ...first, max: flights })
    pool.on('connect', client => void client.query(`set app.tenant_id = '${tenant}'`))
    const bare = async () => {
      const client = await pool.connect()
      const { rowCount } = await client.query(statement)
      client.release()
      if (rowCount !== 1) throw new Error('the bare lookup did not find its row')
    }
    const scoped = async () => {
      const { rows } = await router.query(tenant, OWNER, statement)
      if (rows.length !== 1) throw new Error('the scoped lookup did not find its row')
    }
    const [ours, peer, ratio] = await inTurns(scoped, bare, 61, flights === 1 ? 60 : 20, flights)
    report(
      timesRatio(
        `scoped lookup, ${flights} in flight`,
        'ms',
        ours,
        'the same prepared query bare',
        peer,
        ratio,
        floor,
      ),
    )
    await pool.end()
    await router.close()
  }
}

/** A route nobody has used: registry look-up, new pool, new connection, first transaction. */
async function coldRoute(
  report: Report,
  { together, notes, control }: BenchInstallation,
  makeRouter: (max: number) => TenantRouter,
): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 15; round++) {
    const tenant = tenantId(together[round] ?? '')
    await control.query(null, OWNER, sql`select 1 as warm`)
    const router = makeRouter(2)
    const start = performance.now()
    await router.query(tenant, OWNER, { text: LOOKUP, values: [notes.get(tenant)] })
    times.push(performance.now() - start)
    await router.close()
  }
  report(limit('cold route, median', 'ms', times.sort((a, b) => a - b)[times.length >> 1] ?? 0, 15))
}

async function manySources(
  report: Report,
  { spread, together, notes }: BenchInstallation,
  makeRouter: (max: number) => TenantRouter,
): Promise<void> {
  const [wide, narrow] = [makeRouter(4), makeRouter(16)]
  const latencies = { wide: [] as number[], narrow: [] as number[] }
  const ask = async (router: TenantRouter, tenants: readonly string[], into: number[] | undefined) => {
    const tenant = tenantId(tenants[Math.floor(Math.random() * tenants.length)] ?? '')
    const start = performance.now()
    await router.query(tenant, OWNER, { name: 'lookup', text: LOOKUP, values: [notes.get(tenant)] })
    into?.push(performance.now() - start)
  }
  const load = (
    router: TenantRouter,
    tenants: readonly string[],
    into: number[] | undefined,
    count: number,
  ) =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < count; i++) await ask(router, tenants, into)
      }),
    )
  await load(wide, spread, undefined, 500)
  await load(narrow, together, undefined, 500)
  // Small slices in turns, judged together: a hiccup of the machine falls on both.
  for (let round = 0; round < 40; round++) {
    await load(wide, spread, latencies.wide, 30)
    await load(narrow, together, latencies.narrow, 30)
  }
  const [ours, peer] = [p99(latencies.wide), p99(latencies.narrow)]
  const metric = 'p99, 1,000 organizations on 20 sources'
  report(timesRatio(metric, 'ms', ours, 'the same on one source', peer, ours / peer, 1.5))
  const stats: RouterStats = wide.stats()
  if (stats.sources.length !== 20) throw new Error(`expected 20 sources in use, ${stats.sources.length} are`)
  await wide.close()
  await narrow.close()
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0
}

async function provisioning(
  report: Report,
  { admin, roles, login, template }: BenchInstallation,
): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    await createDatabase(admin, `dedicated_${round}`, { roles, template })
    await migrate(login('migrator', `dedicated_${round}`), {
      sources: ownMigrations.tenant,
      variables: { ...roles },
    })
    const app = await openConnection(login('app', `dedicated_${round}`))
    await app.query('select 1')
    await app.end()
    times.push((performance.now() - start) / 1_000)
  }
  report(
    limit('dedicated database provisioned and migrated, median', 's', times.sort((a, b) => a - b)[2] ?? 0, 2),
  )
  await withConnection(admin, client => client.query('select 1'))
}
