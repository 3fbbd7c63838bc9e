import type pg from 'pg'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { fieldsOf } from '#platform/errors/from-unknown.ts'
import type { Services } from '#platform/services.ts'
import { authOf } from './auth-of.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'
import { Email, Name, NewPassword } from './shapes.ts'

/** A person to be made; parse what comes from a command line with it. */
export const NewUser = z.strictObject({
  name: Name,
  email: Email,
  password: NewPassword,
  email_verified: z
    .boolean()
    .default(false)
    .describe('Somebody else vouches for the address: the operator, or the mail of an invitation'),
})

/**
 * Makes a person who signs in with e-mail and password, without a session.
 * @throws {AppError} `validation_failed`, `already_exists` when the address has an account
 */
export async function createUser(
  services: Services,
  wish: z.input<typeof NewUser>,
): Promise<{ readonly id: string; readonly email: string }> {
  const { name, email, password, email_verified } = checked(NewUser, wish)
  const hash = await hashPassword(services, password)
  return inTransaction(services.authPool, async tx => {
    const { rows } = await tx.query<{ id: string }>(
      `insert into identity.user (name, email, email_verified) values ($1, $2, $3)
       on conflict (email) do nothing returning id`,
      [name, email, email_verified],
    )
    const id = rows[0]?.id
    if (id === undefined)
      throw new AppError('already_exists', {
        message: 'There is an account with this e-mail address already: sign in instead.',
        param: 'email',
      })
    await setPassword(tx, id, hash)
    await recordControl(tx, {
      actor: { id, kind: 'user' },
      action: 'user.create',
      resource: 'identity.user',
      resourceId: id,
    })
    return { id, email }
  })
}

/**
 * Sets a password from the command line and ends every session of the person.
 * @param options.twoFactor also takes the second factor away, for somebody who lost it and the backup codes
 * @throws {AppError} `not_found` when nobody has the address
 */
export async function resetUser(
  services: Services,
  email: string,
  newPassword: string,
  options: { readonly twoFactor?: boolean } = {},
): Promise<void> {
  const hash = await hashPassword(
    services,
    checked(z.object({ password: NewPassword }), { password: newPassword }).password,
  )
  await inTransaction(services.authPool, async tx => {
    const id = await userIdOf(tx, email)
    await setPassword(tx, id, hash)
    await tx.query('delete from identity.session where user_id = $1', [id])
    if (options.twoFactor) {
      await tx.query('delete from identity.two_factor where user_id = $1', [id])
      await tx.query('update identity.user set two_factor_enabled = false where id = $1', [id])
    }
    await recordControl(tx, {
      actor: { id: null, kind: 'operator' },
      action: 'user.reset_password',
      resource: 'identity.user',
      resourceId: id,
      detail: { two_factor: options.twoFactor ?? false },
    })
  })
}

/**
 * Makes a person an operator of the installation.
 * @param ops control database as role ops: the serving roles cannot make one
 * @throws {AppError} `not_found` when nobody has the address
 */
export async function createOperator(
  ops: Pick<pg.Client, 'query'>,
  email: string,
): Promise<{ readonly id: string }> {
  const id = await userIdOf(ops, email)
  await ops.query('insert into operator.operator (user_id) values ($1) on conflict (user_id) do nothing', [
    id,
  ])
  return { id }
}

/** @throws {AppError} `not_found` when nobody has the address */
export async function userIdOf(tx: Pick<AuthConnection, 'query'>, email: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('select id from identity.user where email = $1', [
    email.trim().toLowerCase(),
  ])
  const id = rows[0]?.id
  if (id === undefined)
    throw new AppError('not_found', { message: `Nobody has an account with the address ${email}.` })
  return id
}

/** The message names the fields, because at a command line nobody sees a list of them. */
function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = fieldsOf(parsed.error)
  const message = fields.map(field => `${field.path}: ${field.message}`).join('\n')
  throw new AppError('validation_failed', { message, fields })
}

/** Outside of every transaction: scrypt takes a tenth of a second, for which no connection should be held. */
async function hashPassword(services: Services, password: string): Promise<string> {
  const context = await authOf(services).$context
  return context.password.hash(password)
}

async function setPassword(tx: AuthConnection, userId: string, hash: string): Promise<void> {
  const { rowCount } = await tx.query(
    `update identity.account set password = $2, updated_at = now() where user_id = $1 and provider_id = 'credential'`,
    [userId, hash],
  )
  if (rowCount === 0)
    await tx.query(
      `insert into identity.account (account_id, provider_id, user_id, password)
       values ($1::text, 'credential', $1::uuid, $2)`,
      [userId, hash],
    )
}
