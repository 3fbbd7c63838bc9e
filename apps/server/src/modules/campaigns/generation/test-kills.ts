import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type LoginRole, sql } from '@lettershop/tenant-router'
import type { TestApp } from '@lettershop/testkit/test-app'
import { at, makeCampaign, makeList, runIn } from '../test-campaign.ts'
import type { WorkerSpec } from './test-worker.ts'

export interface KillPlan {
  readonly people: number
  readonly batch: number
  readonly recordsPerFile: number
  /** When to kill a worker: as soon as so many pieces, and so many print files, are there. */
  readonly killAt: readonly { readonly pieces: number; readonly files: number }[]
}

/** What is there in the end. All figures but `lost` and `twice` equal the number of people. */
export interface KillOutcome {
  readonly kills: number
  readonly pieces: number
  readonly numbers: number
  readonly highest: number
  readonly people: number
  readonly codes: number
  readonly links: number
  readonly printed: number
  /** Pieces that no print file covers, or two. */
  readonly uncovered: number
  readonly status: string
}

/**
 * Generates a campaign while its workers are killed with -9, one after the other.
 * @param world opened with `worker: false`: all work is done in the processes that are killed
 * @throws when it does not get ready within the time
 */
export async function generateUnderKills(
  world: TestApp,
  plan: KillPlan,
  limitMs = 120_000,
): Promise<KillOutcome> {
  const run = runIn(world, world.acme)
  const list = await makeList(world, world.acme, plan.people)
  const { campaign } = await makeCampaign(world.acme, list)
  const started = await world.acme.owner.post(at(world.acme)(`campaigns/${campaign}/generate`), {
    records_per_file: plan.recordsPerFile,
  })
  await run(sql`
    update platform.job set input = input || jsonb_build_object('batch', ${plan.batch}::integer)
    where id = ${started.json().id}`)
  const progress = async () =>
    (
      await run(sql<{ pieces: number; files: number; status: string }>`
        select r.pieces, (select count(*) from campaigns.print_file f where f.campaign_id = c.id) as files, c.status
        from campaigns.campaign c join campaigns.generation_run r on r.campaign_id = c.id
        where c.id = ${campaign}`)
    )[0]!
  let worker = spawnWorker(world)
  let kills = 0
  try {
    for (const end = Date.now() + limitMs; Date.now() < end; ) {
      const { pieces, files, status } = await progress()
      if (status !== 'generating') break
      const next = plan.killAt[kills]
      if (next && pieces >= next.pieces && files >= next.files) {
        await kill(worker)
        kills++
        worker = spawnWorker(world)
      }
      await new Promise(resolve => setTimeout(resolve, 3))
    }
  } finally {
    await kill(worker)
  }
  const [outcome] = await run(sql<Omit<KillOutcome, 'kills'>>`
    select count(*) as pieces, count(distinct p.piece_number) as numbers, max(p.piece_number) as highest,
           count(distinct p.recipient_id) as people, count(distinct p.tracking_code) as codes,
           (select count(*) from tracking.link l join campaigns.campaign_recipient o on o.id = l.campaign_recipient_id
             and o.tracking_code = l.code where l.campaign_id = ${campaign}) as links,
           (select sum(records)::bigint from campaigns.print_file where campaign_id = ${campaign}) as printed,
           count(*) filter (where 1 <> (select count(*) from campaigns.print_file f where f.campaign_id = ${campaign}
             and p.piece_number between f.first_piece and f.last_piece)) as uncovered,
           (select status from campaigns.campaign where id = ${campaign}) as status
    from campaigns.campaign_recipient p where p.campaign_id = ${campaign}`)
  return { kills, ...outcome! }
}

function spawnWorker(world: TestApp): ChildProcess {
  const { databases, config } = world
  const roles = ['migrator', 'app', 'auth', 'relay', 'ops'] as const satisfies readonly LoginRole[]
  const logins = Object.fromEntries(roles.map(role => [role, databases.login(role, databases.control)]))
  const spec: WorkerSpec = {
    settings: {
      PORT: '0',
      LETTERSHOP_DATA_DIR: config.dataDir,
      LETTERSHOP_SECRET: config.settings.LETTERSHOP_SECRET ?? '',
      LETTERSHOP_KEYS: config.keyRing,
      LETTERSHOP_PUBLIC_URL: config.publicUrl,
      LETTERSHOP_LOG_LEVEL: 'silent',
    },
    controlDatabase: databases.control,
    tenantDatabase: databases.shared,
    logins: logins as WorkerSpec['logins'],
  }
  const program = fileURLToPath(new URL('./test-worker.ts', import.meta.url))
  return spawn(process.execPath, [program, JSON.stringify(spec)], { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
}
