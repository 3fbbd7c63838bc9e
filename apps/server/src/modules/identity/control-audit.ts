import type { AuthConnection } from './database.ts'

/** One line of the control database's audit: ids and names of fields, never a person's values. */
export interface ControlEntry {
  readonly tenantId?: string | null
  readonly actor: { readonly id: string | null; readonly kind: string; readonly requestId?: string }
  readonly action: string
  readonly resource: string
  readonly resourceId?: string | null
  readonly detail?: Readonly<Record<string, unknown>>
}

const ACTOR_KINDS = new Set(['user', 'api_key', 'operator', 'system', 'nobody'])

/** Appends to the audit; inside the transaction of the change, so that neither is there without the other. */
export async function recordControl(tx: AuthConnection, entry: ControlEntry): Promise<void> {
  const { tenantId = null, actor, action, resource, resourceId = null, detail = {} } = entry
  await tx.query({
    name: 'identity_audit',
    text: `insert into audit.entry (tenant_id, actor_id, actor_kind, action, resource, resource_id, request_id, detail)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      tenantId,
      actor.id,
      ACTOR_KINDS.has(actor.kind) ? actor.kind : 'system',
      action,
      resource,
      resourceId,
      actor.requestId ?? null,
      JSON.stringify(detail),
    ],
  })
}
