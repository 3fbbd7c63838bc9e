import {
  type DoctorReport,
  doctor,
  formatDoctorReport,
  listSources,
  parseConnectionUrl,
  withConnection,
} from '@lettershop/tenant-router'
import { doctorExpectations } from '../platform/db/doctor-expectations.ts'
import { describeInstallation } from '../platform/db/installation.ts'
import { sourceLogin } from '../platform/db/source-login.ts'
import { withDatabaseServer } from './with-server.ts'

interface Options {
  url?: string
  tenantColumn?: string[]
  json?: true
}

/** Exit 0 where there is no finding, else 1. */
export async function runDoctor({ url, tenantColumn, json }: Options): Promise<void> {
  const reports =
    url === undefined
      ? await ofInstallation()
      : [await doctor(parseConnectionUrl(url), tenantColumn ? { tenantColumns: tenantColumn } : {})]
  const findings = reports.flatMap(report =>
    report.findings.map(finding => ({ ...finding, database: report.database })),
  )
  if (json)
    process.stdout.write(
      `${JSON.stringify({ findings, databases: reports.map(({ findings: _, ...about }) => about) }, null, 2)}\n`,
    )
  else for (const report of reports) process.stdout.write(`${formatDoctorReport(report)}\n`)
  if (findings.length > 0) process.exitCode = 1
}

async function ofInstallation(): Promise<DoctorReport[]> {
  return withDatabaseServer(async (server, config) => {
    const installation = describeInstallation(server, config)
    const { controlDatabase, roles } = installation
    const reports = [
      await doctor({ ...server.admin, database: controlDatabase }, doctorExpectations('control', roles)),
    ]
    await withConnection(installation.login('ops', controlDatabase), async control => {
      for (const source of await listSources(control)) {
        if (source.status === 'retired') continue
        const login = await sourceLogin(control, config, installation, source, 'migrator')
        reports.push(await doctor(login, doctorExpectations('tenant', roles)))
      }
    })
    return reports
  })
}
