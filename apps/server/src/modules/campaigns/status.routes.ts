import { type CampaignStatus, CampaignStatusChange, campaign, may, StatusReason } from '@lettershop/contracts'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { etagOf } from '#platform/resources/etag.ts'
import { selectOne } from '#platform/resources/statements.ts'
import { type CampaignRow, lockCampaign, selectCampaign } from './campaign.queries.ts'
import { takeStep } from './campaign-step.ts'
import { discardPieces, removeFiles, stopJob } from './generation/discard.ts'

/** An action that takes a campaign to another status. */
interface Action {
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly to: CampaignStatus
  readonly action: 'approve' | 'advance' | 'cancel' | 'generate'
  /** Columns that change with it. */
  readonly also?: SqlFragment<unknown>
  /** What else happens, in the same transaction. @returns storage keys to be removed afterwards */
  readonly work?: (tx: TenantTx, before: CampaignRow, ctx: RouteContext) => Promise<string[]>
}

const piecesBecome =
  (status: string, more: SqlFragment<unknown> = sql``) =>
  async (tx: TenantTx, before: CampaignRow) => {
    await tx.execute(sql`
    update campaigns.campaign_recipient set status = ${status} ${more}
    where tenant_id = platform.tenant_id() and campaign_id = ${before.id} and status in ('generated', 'printed')`)
    return []
  }

const ACTIONS: readonly Action[] = [
  {
    path: 'approve',
    operation: 'approveCampaign',
    summary: 'Approve what was generated',
    to: 'approved',
    action: 'approve',
    also: sql`, approved_at = now(), approved_by = platform.actor_id()`,
  },
  {
    path: 'discard',
    operation: 'discardCampaignPieces',
    summary: 'Send a campaign back to draft; its pieces and print files are removed',
    to: 'draft',
    action: 'generate',
    async work(tx, before, ctx) {
      if (before.status === 'approved' && !may(ctx.actor.role, 'campaign', 'approve'))
        throw new AppError('forbidden', { message: 'Who may not approve cannot take an approval back.' })
      await stopJob(tx, before.id)
      return discardPieces(tx, before.id)
    },
  },
  {
    path: 'mark-printing',
    operation: 'markCampaignPrinting',
    summary: 'Say that the print files are at the printer',
    to: 'printing',
    action: 'advance',
    work: piecesBecome('printed'),
  },
  {
    path: 'mark-mailed',
    operation: 'markCampaignMailed',
    summary: 'Say that the pieces are with the post',
    to: 'mailed',
    action: 'advance',
    also: sql`, mailed_at = now()`,
    work: piecesBecome('mailed', sql`, sent_at = now()`),
  },
  {
    path: 'complete',
    operation: 'completeCampaign',
    summary: 'Close a campaign',
    to: 'completed',
    action: 'advance',
  },
  {
    path: 'cancel',
    operation: 'cancelCampaign',
    summary: 'Cancel a campaign; a generation that runs is stopped and what it made is removed',
    to: 'cancelled',
    action: 'cancel',
    async work(tx, before) {
      await stopJob(tx, before.id)
      // Of pieces that were finished some may have been printed: they stay known, and their codes stay answered.
      if (before.status === 'generating' || before.status === 'failed') return discardPieces(tx, before.id)
      return piecesBecome('cancelled')(tx, before)
    },
  },
]

const params = z.object({ id: z.guid() })

function actionRoute({ path, operation, summary, to, action, also, work }: Action): Route {
  return route({
    method: 'POST',
    path: `/v1/orgs/{org}/campaigns/{id}/${path}`,
    operation,
    tag: 'campaigns',
    summary,
    access: { resource: 'campaign', action },
    params,
    body: StatusReason.optional(),
    answers: { 200: campaign.readSchema },
    async handle(ctx) {
      const { row, files } = await ctx.withTenant(async tx => {
        const before = await tx.maybeRow(lockCampaign(ctx.params.id))
        if (!before) throw new AppError('not_found')
        await takeStep(tx, before, { to, reason: ctx.body?.reason, ...(also ? { also } : {}) })
        const files = (await work?.(tx, before, ctx)) ?? []
        return { row: await tx.row(selectOne(campaign, before.id)), files }
      })
      await removeFiles(ctx.services, files)
      return ctx.reply(200, row, { etag: etagOf(row) })
    },
  })
}

const historyRoute = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/status-changes',
  operation: 'listCampaignStatusChanges',
  tag: 'campaigns',
  summary: 'Every step of a campaign, oldest first',
  access: { resource: 'campaign', action: 'read' },
  params,
  answers: { 200: z.object({ data: z.array(CampaignStatusChange) }) },
  async handle(ctx) {
    const [found, changes] = await ctx.batch([
      selectCampaign(ctx.params.id),
      sql<CampaignStatusChange>`
        select id, from_status, to_status, reason, actor_id, created_at from campaigns.campaign_status_change
        where tenant_id = platform.tenant_id() and campaign_id = ${ctx.params.id} order by id limit 1000`,
    ])
    if (!found.rows[0]) throw new AppError('not_found')
    return { data: changes.rows }
  },
})

export const statusRoutes: readonly Route[] = [...ACTIONS.map(actionRoute), historyRoute]
