import { conversion, formSubmission, NewConversion } from '@lettershop/contracts'
import { sql, type TenantTx } from '@lettershop/tenant-router'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { columnsOf, insertOne } from '#platform/resources/statements.ts'
import { parseCode } from '../codes/index.ts'

type Row = Record<string, unknown>

const createConversion = route({
  method: 'POST',
  path: '/v1/orgs/{org}/conversions',
  operation: 'createConversion',
  tag: conversion.tag,
  summary: 'Tell what a piece led to; the same external_reference of a type counts once',
  access: { resource: 'conversion', action: 'create' },
  body: NewConversion,
  answers: { 200: conversion.readSchema, 201: conversion.readSchema },
  async handle(ctx) {
    const { made, row } = await ctx.withTenant(tx => create(tx, ctx, ctx.body))
    return ctx.reply(made ? 201 : 200, row)
  },
})

async function create(
  tx: TenantTx,
  ctx: RouteContext,
  body: NewConversion,
): Promise<{ made: boolean; row: Row }> {
  const { type, external_reference } = body
  const target = await targetOf(tx, body)
  const values = {
    type,
    value: body.value ?? null,
    currency: body.currency ?? null,
    ...target,
    external_reference: external_reference ?? null,
    occurred_at: body.occurred_at ?? ctx.services.clock.now().toISOString(),
    data: body.data ?? {},
    created_by: ctx.actor.id,
  }
  const insert = insertOne(conversion, values)
  if (external_reference === undefined) return { made: true, row: await written(tx, await tx.row(insert)) }
  // Two that come at once wait for each other here, so that the second one finds the first.
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(${`${tx.tenantId} ${type} ${external_reference}`}, 0))`)
  const before = await tx.maybeRow(sql<Row>`
    select ${columnsOf(conversion)} from tracking.conversion
    where tenant_id = platform.tenant_id() and type = ${type} and external_reference = ${external_reference}`)
  if (!before) return { made: true, row: await written(tx, await tx.row(insert)) }
  requireSame(before, values)
  return { made: false, row: before }
}

async function written(tx: TenantTx, row: Row): Promise<Row> {
  await recordChange(tx, {
    action: 'conversion.create',
    resource: conversion.table,
    id: String(row['id']),
    event: {
      type: 'conversion.created',
      data: {
        conversion_id: row['id'],
        type: row['type'],
        value: row['value'],
        currency: row['currency'],
        campaign_id: row['campaign_id'],
        campaign_recipient_id: row['campaign_recipient_id'],
      },
    },
  })
  return row
}

/** The same reference with another meaning is a mistake of the caller, not a repetition. @throws {AppError} conversion_differs */
function requireSame(before: Row, values: Row): void {
  const differing = ['value', 'currency', 'campaign_id', 'campaign_recipient_id'].filter(
    name => before[name] !== values[name],
  )
  if (differing.length > 0)
    throw new AppError('conversion_differs', {
      fields: differing.map(path => ({ path, code: 'differs', message: 'is not what was told before' })),
    })
}

interface Target {
  campaign_id: string
  campaign_recipient_id: string | null
}

/** Piece and campaign that are meant. A code counts here also when it has expired: the sale was made. */
async function targetOf(tx: TenantTx, body: NewConversion): Promise<Target> {
  if (body.campaign_id !== undefined) {
    const found = await tx.maybeRow(sql<Target>`
      select id as campaign_id, null::uuid as campaign_recipient_id from campaigns.campaign
      where tenant_id = platform.tenant_id() and id = ${body.campaign_id} and deleted_at is null`)
    return found ?? unknown('campaign_id')
  }
  if (body.campaign_recipient_id !== undefined) {
    const found = await tx.maybeRow(sql<Target>`
      select campaign_id, id as campaign_recipient_id from campaigns.campaign_recipient
      where tenant_id = platform.tenant_id() and id = ${body.campaign_recipient_id}`)
    return found ?? unknown('campaign_recipient_id')
  }
  const code = parseCode(body.tracking_code ?? '')?.code
  const found =
    code === undefined
      ? undefined
      : await tx.maybeRow(sql<Target>`
          select campaign_id, campaign_recipient_id from tracking.link
          where tenant_id = platform.tenant_id() and code = ${code} and revoked_at is null`)
  return found ?? unknown('tracking_code')
}

function unknown(path: string): never {
  throw new AppError('validation_failed', {
    fields: [{ path, code: 'unknown', message: 'names nothing that exists here' }],
  })
}

export const conversionRoutes: readonly Route[] = [
  createConversion,
  ...resourceRoutes(conversion),
  ...resourceRoutes(formSubmission),
]
