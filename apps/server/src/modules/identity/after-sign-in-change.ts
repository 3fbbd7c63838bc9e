import type pg from 'pg'
import type { Mailer } from '#platform/mail/mailer.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'
import { credentialChangedMail } from './sign-in-mail.ts'

/** What can happen to a person's way of signing in; each is an action of the audit. */
export type SignInChange =
  | 'session.create'
  | 'session.delete'
  | 'user.change_password'
  | 'user.reset_password'
  | 'user.enable_two_factor'
  | 'user.disable_two_factor'
  | 'user.renew_backup_codes'

/** Changes after which every other session must end and the person is told (AUT-7, ASVS 7.4.3). */
const ENDS_OTHER_SESSIONS: Partial<Record<SignInChange, string>> = {
  'user.change_password': 'The password',
  'user.reset_password': 'The password',
  'user.enable_two_factor': 'The second factor',
  'user.disable_two_factor': 'The second factor',
}

interface Parts {
  readonly pool: pg.Pool
  readonly mailer: Mailer
}

/**
 * Writes what happened into the audit and, after a change of a factor, ends the other sessions and tells the person.
 * @param keepToken session that made the change and goes on
 */
export async function afterSignInChange(
  { pool, mailer }: Parts,
  user: { readonly id: string; readonly email: string; readonly name: string },
  action: SignInChange,
  keepToken?: string,
): Promise<void> {
  const changed = ENDS_OTHER_SESSIONS[action]
  await inTransaction(pool, async tx => {
    if (changed) await endEverythingElse(tx, user.id, keepToken)
    if (action === 'session.create') await sweep(tx, user.id)
    await recordControl(tx, {
      actor: { id: user.id, kind: 'user' },
      action,
      resource: 'identity.user',
      resourceId: user.id,
    })
  })
  if (changed) await mailer.send(credentialChangedMail(user.email, user.name, changed))
}

/** Other sessions, open resets, half-done sign-ins and trusted devices: all of them rest on the old credential. */
async function endEverythingElse(
  tx: AuthConnection,
  userId: string,
  keepToken: string | undefined,
): Promise<void> {
  await tx.query('delete from identity.session where user_id = $1 and token is distinct from $2', [
    userId,
    keepToken ?? null,
  ])
  await tx.query('delete from identity.verification where value = $1', [userId])
}

/** What has expired opens nothing any more; signing in is rare enough, and often enough, to take it away. */
async function sweep(tx: AuthConnection, userId: string): Promise<void> {
  await tx.query('delete from identity.session where user_id = $1 and expires_at < now()', [userId])
  await tx.query('delete from identity.verification where expires_at < now()')
}

/**
 * Takes a one-time code for good: true the first time within its life, false when it comes again (ASVS 6.5.1).
 * better-auth checks the code's value but accepts it twice within its thirty seconds.
 */
export async function takeOneTimeCode(pool: pg.Pool, userId: string, codeHash: string): Promise<boolean> {
  const { rows } = await pool.query<{ allowed: boolean }>(
    "select allowed from platform.consume($1, 1, interval '3 minutes')",
    [`totp:${userId}:${codeHash}`],
  )
  return rows[0]?.allowed === true
}
