import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { createScopedPool, tenantId, withConnection } from '@lettershop/tenant-router'
import { listTenants } from '../modules/tenancy/index.ts'
import { describeInstallation } from '../platform/db/installation.ts'
import { renderStudio, type StudioPage } from './db.studio.page.ts'
import { withDatabaseServer } from './with-server.ts'

const TABLES = `select n.nspname || '.' || c.relname as name, greatest(c.reltuples, 0)::bigint as estimate, obj_description(c.oid) as about
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity and n.nspname not in ('pg_catalog', 'information_schema')
  order by 1`

const PAGE = 100

/**
 * A look into the tenant database for development: one organization at a time, in read-only transactions of the
 * serving role, so that it shows exactly what the server could see. Only on loopback and with the secret of its address.
 */
export async function runStudio(port: number): Promise<void> {
  await withDatabaseServer(async (server, config) => {
    const { login, controlDatabase, tenantDatabase } = describeInstallation(server, config)
    const organizations = await withConnection(login('ops', controlDatabase), client => listTenants(client))
    const pool = createScopedPool(login('app', tenantDatabase), { max: 2 })
    const tables = (await pool.query<StudioPage['tables'][number]>(null, VIEWER, { text: TABLES })).rows
    const token = randomBytes(16).toString('hex')
    const app = http.createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://studio')
      if (url.searchParams.get('token') !== token)
        return response.writeHead(403).end('Open the address that the command printed.')
      try {
        const organization =
          organizations.find(one => one.slug === url.searchParams.get('org')) ?? organizations[0]
        const table = tables.find(one => one.name === url.searchParams.get('table'))
        const offset = Math.max(0, Math.trunc(Number(url.searchParams.get('from') ?? 0)) || 0)
        const rows =
          organization && table
            ? await pool.query<Record<string, unknown>>(
                tenantId(organization.id),
                VIEWER,
                // The name comes from the catalog, not from the address.
                { text: `select * from ${table.name} order by id desc limit ${PAGE} offset ${offset}` },
                { readOnly: true, timeoutMs: 5000 },
              )
            : undefined
        const page = renderStudio({
          token,
          organizations,
          organization,
          tables,
          table,
          rows: rows?.rows,
          offset,
          pageSize: PAGE,
        })
        response
          .writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
          })
          .end(page)
      } catch (error) {
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end(error instanceof Error ? error.message : String(error))
      }
    })
    await new Promise<void>((resolve, reject) => app.once('error', reject).listen(port, '127.0.0.1', resolve))
    process.stdout.write(`Look at the data: http://127.0.0.1:${port}/?token=${token}\nCtrl-C ends it.\n`)
    await new Promise<void>(resolve => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    app.closeAllConnections()
    app.close()
    await setImmediate()
    await pool.close()
  })
}

const VIEWER = { id: null, role: 'studio' }
