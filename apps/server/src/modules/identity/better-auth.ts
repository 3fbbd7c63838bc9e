import { createHmac } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { organization, twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Mailer } from '#platform/mail/mailer.ts'
import type { Logger } from '#platform/telemetry/logger.ts'
import { accessControl, authRoles } from './access-control.ts'
import { afterSignInChange, type SignInChange, takeOneTimeCode } from './after-sign-in-change.ts'
import { COOKIE_PREFIX } from './session-cookie.ts'
import type { AuthSettings } from './settings.ts'
import { passwordResetMail, verificationMail } from './sign-in-mail.ts'

export const AUTH_BASE_PATH = '/api/auth'
/** Set by auth.routes.ts from the trusted address of the connection; one from outside never gets this far. */
export const NETWORK_HEADER = 'x-lettershop-network'
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const

export interface AuthParts {
  readonly settings: AuthSettings
  readonly pool: pg.Pool
  readonly mailer: Mailer
  readonly log: Logger
}

export type BetterAuth = ReturnType<typeof makeBetterAuth>

/**
 * better-auth as Lettershop runs it: passwords, sessions, verification, reset, second factor, keys. Which of its
 * paths are reachable is said in `auth-paths.ts`; what it may write, by the grants of role auth. See docs/adr.
 */
export function makeBetterAuth({ settings, pool, mailer, log }: AuthParts) {
  const db = new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] })
  return betterAuth({
    appName: 'Lettershop',
    baseURL: settings.publicUrl,
    basePath: AUTH_BASE_PATH,
    secret: settings.secret,
    trustedOrigins: [...settings.trustedOrigins],
    telemetry: { enabled: false },
    // Its messages name e-mail addresses, so none is passed on; auth.routes.ts logs what matters.
    logger: { disabled: true },
    database: { db, type: 'postgres', schemaName: 'identity', transaction: true },
    advanced: {
      database: { generateId: 'uuid' },
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: settings.secureCookies,
      // Said although it is the default: without it better-auth looks at NODE_ENV and skips both in tests.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [NETWORK_HEADER], ipv6Subnet: 48 },
    },
    // Ours are in the database and atomic: `budget` in auth-paths.ts.
    rateLimit: { enabled: false },
    session: {
      expiresIn: settings.sessionSeconds,
      updateAge: settings.sessionRenewalSeconds,
      // A cached session would outlive its revocation (AUT-2).
      cookieCache: { enabled: false },
    },
    // A reset token that is read in a backup must not work.
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) =>
        mailer.send(
          passwordResetMail(user.email, user.name, `${settings.publicUrl}/reset-password?token=${token}`),
        ),
      onPasswordReset: ({ user }) => afterSignInChange({ pool, mailer }, user, 'user.reset_password'),
    },
    emailVerification: {
      sendOnSignUp: false,
      expiresIn: 86_400,
      sendVerificationEmail: ({ user, url }) => mailer.send(verificationMail(user.email, user.name, url)),
    },
    hooks: {
      after: createAuthMiddleware(async ctx => {
        const { session, newSession, returned } = ctx.context
        const user = newSession?.user ?? session?.user
        if (!user || returned instanceof Error) return
        const action = changeBehind(ctx.path, session !== null, newSession?.user)
        if (!action) return
        if (ctx.path === '/two-factor/verify-totp' && newSession) {
          const code = hashOf(settings, String(ctx.body.code))
          if (!(await takeOneTimeCode(pool, user.id, code))) {
            await ctx.context.internalAdapter.deleteSession(newSession.session.token)
            throw new APIError('UNAUTHORIZED', {
              code: 'INVALID_CODE',
              message: 'This code was used before.',
            })
          }
        }
        await afterSignInChange({ pool, mailer }, user, action, (newSession ?? session)?.session.token)
      }),
    },
    databaseHooks: {
      session: {
        create: {
          before: async session => ({
            data: { ...session, userAgent: session.userAgent?.slice(0, 400) ?? null },
          }),
        },
      },
    },
    plugins: [
      organization({
        ac: accessControl,
        roles: authRoles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: false,
        requireEmailVerificationOnInvitation: true,
        teams: { enabled: true, defaultTeam: { enabled: false } },
      }),
      twoFactor({ issuer: 'Lettershop' }),
      apiKey({
        references: 'organization',
        enableMetadata: true,
        rateLimit: { enabled: false },
        keyExpiration: { maxExpiresIn: 3650 },
        startingCharactersConfig: { charactersLength: 12 },
      }),
    ],
    onAPIError: { onError: error => log.error({ err: error }, 'sign-in failed unexpectedly') },
  })
}

/**
 * What a successful call means for the audit. The password of a person with a second factor is half a sign-in only:
 * at that moment better-auth has made a session and will take it away again.
 */
function changeBehind(
  path: string,
  signedInBefore: boolean,
  signedIn: Readonly<Record<string, unknown>> | undefined,
): SignInChange | undefined {
  switch (path) {
    case '/sign-in/email':
      return signedIn && signedIn['twoFactorEnabled'] !== true ? 'session.create' : undefined
    case '/two-factor/verify-totp':
      if (!signedIn) return undefined
      return signedInBefore ? 'user.enable_two_factor' : 'session.create'
    case '/two-factor/verify-backup-code':
      return signedIn && !signedInBefore ? 'session.create' : undefined
    case '/sign-out':
      return 'session.delete'
    case '/change-password':
      return 'user.change_password'
    case '/two-factor/disable':
      return 'user.disable_two_factor'
    case '/two-factor/generate-backup-codes':
      return 'user.renew_backup_codes'
    default:
      return undefined
  }
}

function hashOf(settings: AuthSettings, text: string): string {
  return createHmac('sha256', settings.secret).update(text).digest('base64url').slice(0, 22)
}
