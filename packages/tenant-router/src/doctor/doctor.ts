import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { CONTEXT, type Rule, type Severity } from './rule.ts'
import { GRANT_RULES } from './rules-grants.ts'
import { KEY_RULES } from './rules-keys.ts'
import { ROW_RULES } from './rules-rows.ts'

export interface DoctorOptions {
  /** Columns that hold a row's tenant; the first that a table has counts. Default: the usual names. */
  readonly tenantColumns?: readonly string[]
  /** Columns that give a row its organization in a table whose keys are random and need not contain it. */
  readonly ownerColumns?: readonly string[]
  /** Roles that serve requests. Default: every role with a grant on a tenant table that does not own it. */
  readonly servingRoles?: readonly string[]
  /** Findings that are meant, each with its reason. */
  readonly allow?: readonly Allowed[]
}

export interface Allowed {
  readonly rule: string
  readonly object: string
  readonly reason: string
}

export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly object: string
  readonly message: string
  readonly remedy: string
}

export interface DoctorReport {
  readonly findings: readonly Finding[]
  readonly database: string
  readonly server_version: string
  /** Tables that were looked at: those with a tenant column. None is a finding of its own. */
  readonly tables: number
  readonly allowed: number
  /** What is no fault of the schema, such as a server below the patched version. */
  readonly notes: readonly string[]
}

const USUAL_COLUMNS = [
  'tenant_id',
  'organization_id',
  'organisation_id',
  'org_id',
  'workspace_id',
  'account_id',
  'company_id',
  'team_id',
]

/** Every lint, for documentation and tests. */
export const DOCTOR_RULES: readonly Rule[] = [...ROW_RULES, ...KEY_RULES, ...GRANT_RULES]

/**
 * Lints a database, ours or a stranger's, by reading its catalog: no row is read, nothing is changed.
 * @param connection any login that may connect; what it may not see in the catalog is not judged
 */
export async function doctor(
  connection: ConnectionSettings,
  options: DoctorOptions = {},
): Promise<DoctorReport> {
  const values = [
    options.tenantColumns ?? USUAL_COLUMNS,
    options.ownerColumns ?? [],
    options.servingRoles ?? null,
  ]
  return withConnection({ ...connection, applicationName: 'tenant-router doctor' }, async client => {
    await client.query(
      "begin transaction read only; set local search_path = ''; set local statement_timeout = '60s'",
    )
    const about = await client.query<{ tables: number; version: string; number: number }>(
      `${CONTEXT} select (select count(*)::int from tables) as tables, current_setting('server_version') as version,
         current_setting('server_version_num')::int as number from settings`,
      values,
    )
    const found: Finding[] = []
    for (const rule of DOCTOR_RULES) {
      const { rows } = await client.query<{ object: string; detail?: string }>(
        `${CONTEXT} ${rule.sql} order by 1`,
        values,
      )
      found.push(...rows.map(row => finding(rule, row)))
    }
    await client.query('rollback')
    const allowed = new Set((options.allow ?? []).map(entry => `${entry.rule} ${entry.object}`))
    const findings = found.filter(entry => !allowed.has(`${entry.rule} ${entry.object}`))
    return {
      findings,
      database: connection.database,
      server_version: about.rows[0]?.version ?? '',
      tables: about.rows[0]?.tables ?? 0,
      allowed: found.length - findings.length,
      notes: versionNotes(about.rows[0]?.number ?? 0),
    }
  })
}

function finding(
  { rule, severity, message, remedy }: Rule,
  { object, detail }: { object: string; detail?: string },
): Finding {
  return { rule, severity, object, message: `${object} ${message}${detail ? ` (${detail})` : ''}`, remedy }
}

/** First minor version of each major one with the fix of CVE-2026-120154. */
const PATCHED: Readonly<Record<number, number>> = { 14: 25, 15: 20, 16: 16, 17: 12, 18: 7 }

function versionNotes(version: number): string[] {
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000]
  const patched = PATCHED[major]
  if (patched === undefined || minor >= patched) return []
  return [
    `PostgreSQL ${major}.${minor} is older than ${major}.${patched}: CVE-2026-120154 reads rows of other tenants through unique keys without the tenant column. Update the server; until then the rule key_without_tenant is what holds.`,
  ]
}

/** The report as text, one paragraph a finding. */
export function formatDoctorReport(report: DoctorReport): string {
  const head = `${report.database}: ${report.tables} tables with a tenant, PostgreSQL ${report.server_version}`
  const lines = report.findings.map(
    entry =>
      `${entry.severity === 'error' ? 'ERROR  ' : 'WARNING'} ${entry.rule}\n        ${entry.message}\n        Remedy: ${entry.remedy}`,
  )
  const end = report.findings.length === 0 ? ['No finding.'] : [`${report.findings.length} findings.`]
  return [head, ...lines, ...report.notes.map(note => `Note    ${note}`), ...end].join('\n')
}
