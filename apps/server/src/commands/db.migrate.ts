import { fleetStatus, pendingMigrations, withConnection } from '@lettershop/tenant-router'
import { describeInstallation, prepareInstallation } from '../platform/db/installation.ts'
import { migrationsOf } from '../platform/db/migrations.ts'
import { progressLine } from '../server/progress-line.ts'
import { withDatabaseServer } from './with-server.ts'

interface Options {
  json?: true
}

/** Applies what is waiting. */
export async function runMigrate({ json }: Options): Promise<void> {
  const applied: string[] = []
  const line = progressLine()
  await withDatabaseServer(async (server, config) => {
    await prepareInstallation(server, config, step => {
      if (step.includes(': ')) applied.push(step)
      line.step(step)
    })
  })
  line.done()
  if (json) process.stdout.write(`${JSON.stringify({ applied })}\n`)
  else
    process.stdout.write(
      applied.length === 0 ? 'Everything is up to date.\n' : `Applied ${applied.length} migrations.\n`,
    )
}

/** Says what is waiting and how far each data source is; exits with 1 when something waits or has failed. */
export async function runStatus({ json }: Options): Promise<void> {
  const { waiting, sources } = await withDatabaseServer(async (server, config) => {
    const { roles, controlDatabase, tenantDatabase, login } = describeInstallation(server, config)
    const look = async (kind: 'control' | 'tenant', database: string) =>
      (
        await pendingMigrations({ ...server.admin, database }, migrationsOf(kind, roles)).catch(() => [
          { source: kind, version: '0000', name: 'database_missing' },
        ])
      ).map(file => ({ database: kind, ...file }))
    const waiting = [...(await look('control', controlDatabase)), ...(await look('tenant', tenantDatabase))]
    // Without a control database there is no registry to ask.
    const sources = await withConnection(login('ops', controlDatabase), fleetStatus).catch(() => [])
    return { waiting, sources }
  })
  const behind = sources.filter(source => source.state !== 'current')
  if (json) process.stdout.write(`${JSON.stringify({ waiting, sources })}\n`)
  else if (waiting.length + behind.length === 0) process.stdout.write('Everything is up to date.\n')
  else {
    for (const file of waiting)
      process.stdout.write(`${file.database}: ${file.source}/${file.version}_${file.name}\n`)
    for (const { name, state, error } of behind)
      process.stdout.write(`data source ${name}: ${state}${error === null ? '' : `, ${error}`}\n`)
  }
  if (waiting.length + behind.length > 0) process.exitCode = 1
}
