import { z } from 'zod'
import { PASSWORD_LENGTH } from './better-auth.ts'

/** Requests within so many seconds. */
interface Budget {
  readonly limit: number
  readonly seconds: number
}

/** A path of better-auth that is open, with what it takes. */
export interface AuthPath {
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** Name in the API reference. */
  readonly operation: string
  readonly summary: string
  readonly body?: z.ZodObject | z.ZodOptional<z.ZodObject>
  readonly query?: z.ZodObject
  /** For each client network. */
  readonly perClient: Budget
  /** For each account that the body names, whoever asks: stops guessing from many networks. */
  readonly perAccount?: Budget
  /** What the server adds to the body, whatever the client says. */
  readonly always?: Readonly<Record<string, unknown>>
}

const text = z.string().max(200)
const email = z.email().max(320)
const password = z.string().max(PASSWORD_LENGTH.max)
const newPassword = password.min(PASSWORD_LENGTH.min)
const code = z.string().regex(/^\d{6}$/, 'six digits')
const trustDevice = z.boolean().optional()
const oftenEnough: Budget = { limit: 60, seconds: 60 }
const guessing: Budget = { limit: 20, seconds: 60 }
const mailing: Budget = { limit: 5, seconds: 300 }

/**
 * Every path of better-auth that answers; all others give 404. What Lettershop does by its own routes
 * (organizations, members, invitations, keys, sessions) or not at all (accounts of other providers, deletion
 * of a person, impersonation) is not here: an endpoint that is closed needs no patch.
 */
export const authPaths: readonly AuthPath[] = [
  {
    path: '/sign-in/email',
    operation: 'signIn',
    method: 'POST',
    summary: 'Sign in with e-mail and password',
    body: z.strictObject({ email, password, rememberMe: z.boolean().optional() }),
    // An office signs in from one network; guessing at one account is stopped by the next line.
    perClient: oftenEnough,
    perAccount: { limit: 30, seconds: 900 },
  },
  {
    path: '/sign-out',
    operation: 'signOut',
    method: 'POST',
    summary: 'Sign out',
    body: z.strictObject({}).optional(),
    perClient: oftenEnough,
  },
  {
    path: '/change-password',
    operation: 'changePassword',
    method: 'POST',
    summary: 'Change the own password; ends the other sessions',
    body: z.strictObject({ currentPassword: password, newPassword }),
    always: { revokeOtherSessions: true },
    perClient: guessing,
  },
  {
    path: '/request-password-reset',
    operation: 'requestPasswordReset',
    method: 'POST',
    summary: 'Ask for a mail to set a new password',
    body: z.strictObject({ email }),
    perClient: guessing,
    perAccount: mailing,
  },
  {
    path: '/reset-password',
    operation: 'resetPassword',
    method: 'POST',
    summary: 'Set a new password with the token of the mail',
    body: z.strictObject({ token: text, newPassword }),
    perClient: guessing,
  },
  {
    path: '/send-verification-email',
    operation: 'sendVerificationEmail',
    method: 'POST',
    summary: 'Ask for another mail to confirm the address',
    body: z.strictObject({ email }),
    always: { callbackURL: '/' },
    perClient: guessing,
    perAccount: mailing,
  },
  {
    path: '/verify-email',
    operation: 'verifyEmail',
    method: 'GET',
    summary: 'Confirm an address with the token of the mail',
    query: z.strictObject({ token: z.string().max(2000), callbackURL: z.literal('/').optional() }),
    perClient: guessing,
  },
  {
    path: '/update-user',
    operation: 'updateMe',
    method: 'POST',
    summary: 'Change the own name',
    body: z.strictObject({ name: z.string().trim().min(1).max(200) }),
    perClient: oftenEnough,
  },
  {
    path: '/two-factor/enable',
    operation: 'enableTwoFactor',
    method: 'POST',
    summary: 'Begin a second factor: secret and backup codes',
    body: z.strictObject({ password }),
    perClient: guessing,
  },
  {
    path: '/two-factor/verify-totp',
    operation: 'verifyTotp',
    method: 'POST',
    summary: 'Second step of signing in, or first code of a new second factor',
    body: z.strictObject({ code, trustDevice }),
    perClient: guessing,
  },
  {
    path: '/two-factor/verify-backup-code',
    operation: 'verifyBackupCode',
    method: 'POST',
    summary: 'Second step of signing in with a backup code',
    body: z.strictObject({ code: text, trustDevice }),
    perClient: guessing,
  },
  {
    path: '/two-factor/generate-backup-codes',
    operation: 'renewBackupCodes',
    method: 'POST',
    summary: 'New backup codes; the old ones end',
    body: z.strictObject({ password }),
    perClient: guessing,
  },
  {
    path: '/two-factor/disable',
    operation: 'disableTwoFactor',
    method: 'POST',
    summary: 'Give up the second factor',
    body: z.strictObject({ password }),
    perClient: guessing,
  },
]
