import type { TemplateVersion, TemplateVersionSummary } from '@lettershop/contracts'
import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { Inspection } from '../rendering/index.ts'

const summary = sql`id, template_id, version, variables, findings, sha256, note, created_by, created_at`

/** What is needed of a template to save a version of it. */
export interface LockedTemplate {
  readonly id: string
  readonly current_version: number
  readonly format: string
  readonly sha256: string | null
}

/** Locks a template, so that two who save at the same time get two numbers. */
export function lockTemplate(id: string): SqlFragment<LockedTemplate> {
  return sql<LockedTemplate>`
    select t.id, t.current_version, t.format,
           (select v.sha256 from design.template_version v
            where v.tenant_id = t.tenant_id and v.template_id = t.id and v.version = t.current_version) as sha256
    from design.template t
    where t.tenant_id = platform.tenant_id() and t.id = ${id} and t.deleted_at is null
    for update of t`
}

export function insertTemplate(values: {
  name: string
  description: string | null
  category: string | null
  format: string
  metadata: Readonly<Record<string, unknown>>
}): SqlFragment<{ id: string }> {
  return sql<{ id: string }>`
    insert into design.template (name, description, category, format, status, current_version, metadata, created_by, updated_by)
    values (${values.name}, ${values.description}, ${values.category}, ${values.format}, 'active', 1,
            ${json(values.metadata)}, platform.actor_id(), platform.actor_id())
    returning id`
}

/** Adds a version; its number is that of the locked template plus one. */
export function insertVersion(
  templateId: string,
  version: number,
  inspection: Inspection,
  note: string | null,
): SqlFragment<TemplateVersion> {
  return sql<TemplateVersion>`
    insert into design.template_version (template_id, version, document, variables, findings, sha256, note, created_by)
    values (${templateId}, ${version}, ${json(inspection.document)}, ${json(inspection.variables)},
            ${json(inspection.findings)}, ${inspection.sha256}, ${note}, platform.actor_id())
    returning ${summary}, document`
}

export function useVersion(templateId: string, version: number, format: string): SqlFragment<unknown> {
  return sql`
    update design.template set current_version = ${version}, format = ${format}, updated_by = platform.actor_id()
    where tenant_id = platform.tenant_id() and id = ${templateId}`
}

/** Every version, newest first. */
export function listVersions(
  templateId: string,
  before: number,
  limit: number,
): SqlFragment<TemplateVersionSummary> {
  return sql<TemplateVersionSummary>`
    select ${summary} from design.template_version
    where tenant_id = platform.tenant_id() and template_id = ${templateId} and version < ${before}
    order by version desc limit ${limit}`
}

/** One version of a template that is not deleted; the current one where none is named. */
export function selectVersion(templateId: string, version?: number): SqlFragment<TemplateVersion> {
  const wanted = version === undefined ? sql`t.current_version` : sql`${version}`
  return sql<TemplateVersion>`
    select v.id, v.template_id, v.version, v.variables, v.findings, v.sha256, v.note, v.created_by, v.created_at, v.document
    from design.template t
    join design.template_version v
      on v.tenant_id = t.tenant_id and v.template_id = t.id and v.version = ${wanted}
    where t.tenant_id = platform.tenant_id() and t.id = ${templateId} and t.deleted_at is null`
}

/** Takes a deletion back. */
export function restoreTemplate(id: string): SqlFragment<unknown> {
  return sql`
    update design.template set deleted_at = null, updated_by = platform.actor_id()
    where tenant_id = platform.tenant_id() and id = ${id} and deleted_at is not null`
}
