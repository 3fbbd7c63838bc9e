import { type SuppressionCreate as Clear, SuppressionCreate, suppression } from '@lettershop/contracts'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { type Route, route } from '#platform/http/route.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { normaliseEmail } from '../normalise/email.ts'
import { addressNorm } from '../normalise/person.ts'
import { normalisePhone } from '../normalise/phone.ts'
import { hashesOf, suppressionHash } from './hash.ts'
import { markMatching, unmarkMatching } from './marking.ts'
import {
  changeSuppressions,
  hashOfSuppression,
  insertSuppression,
  suppressionByHash,
} from './suppression.queries.ts'

const Created = suppression.readSchema
  .extend({ marked: z.int().describe('recipients that were marked now') })
  .meta({ id: 'SuppressionCreated' })

const create = route({
  method: 'POST',
  path: '/v1/orgs/{org}/suppressions',
  operation: 'createSuppression',
  tag: 'audience',
  summary:
    'Never mail this e-mail address, phone number or postal address again; 200 when it is suppressed already',
  access: { resource: 'suppression', action: 'create' },
  body: SuppressionCreate,
  answers: { 200: Created, 201: Created },
  async handle(ctx) {
    const { body } = ctx
    const value = normalisedOrRefused(body)
    return ctx.withTenant(async tx => {
      await tx.execute(changeSuppressions)
      const keys = await ctx.services.secrets.get(tx, 'suppression')
      const hashes = hashesOf(keys, [{ kind: body.kind, value }])
      const known = await tx.maybeRow(suppressionByHash(hashes))
      if (known) return ctx.reply(200, { ...known, marked: 0 })
      const hash = suppressionHash(keys.current.key, body.kind, value)
      const { id } = await tx.row(
        insertSuppression({ kind: body.kind, hash, reason: body.reason, source: body.source }),
      )
      const marked = await markMatching(tx, body.kind, value, body.reason)
      await recordChange(tx, { action: 'suppression.create', resource: 'audience.suppression', id })
      return ctx.reply(201, { ...(await tx.row(suppressionByHash([hash]))), marked })
    })
  },
})

/** @throws {AppError} validation_failed for what is no e-mail address, phone number or address */
function normalisedOrRefused(clear: Clear): string {
  const value = normalised(clear)
  if (value !== undefined) return value
  const path = clear.kind === 'address' ? 'address_line1' : clear.kind
  const message = {
    email: 'This is no e-mail address.',
    phone: 'This is no phone number.',
    address: 'This is no address.',
  }
  throw new AppError('validation_failed', {
    fields: [{ path, code: 'malformed', message: message[clear.kind] }],
  })
}

function normalised(clear: Clear): string | undefined {
  switch (clear.kind) {
    case 'email':
      return normaliseEmail(clear.email)
    case 'phone':
      return normalisePhone(clear.phone, clear.country)
    case 'address':
      return addressNorm(clear)
    default:
      return clear satisfies never
  }
}

export const suppressionRoutes: readonly Route[] = [
  ...resourceRoutes(suppression, {
    async beforeDelete(tx, current, ctx) {
      await tx.execute(changeSuppressions)
      const { value_hash } = await tx.row(hashOfSuppression(String(current['id'])))
      await unmarkMatching(tx, ctx.services.secrets, value_hash)
    },
  }),
  create,
]
