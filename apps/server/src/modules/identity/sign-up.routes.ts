import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'
import { authHeaders, passCookies } from './auth.routes.ts'
import { authOf } from './auth-of.ts'
import { acceptInvitation, openInvitation } from './invitation.actions.ts'
import { readInvitationToken } from './invitation-token.ts'
import { createOrganization } from './organization.actions.ts'
import { NewOrganizationBody } from './organization.routes.ts'
import { Email, Name, NewPassword } from './shapes.ts'
import { createUser } from './users.ts'

const SignUp = z.strictObject({
  name: Name,
  email: Email,
  password: NewPassword,
  organization: NewOrganizationBody.optional().describe('Made at once, with the person as its owner'),
  invitation: z.string().max(120).optional().describe('Token of an invitation to the same address'),
})
type SignUp = z.output<typeof SignUp>

const SignedUp = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string(), email_verified: z.boolean() }),
  organization: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }).nullable(),
})

/**
 * Makes a person and what they come for: an organization of their own, or the membership that they were invited to.
 * Where the second cannot be had, the first is taken away again, so that the same form can be sent once more.
 * @throws {AppError} `already_exists` for an address that has an account, `link_expired`, `invitation_not_for_you`
 */
export async function signUp(
  services: Services,
  wish: SignUp,
  requestId: string,
): Promise<z.output<typeof SignedUp>> {
  const invitation =
    wish.invitation === undefined ? undefined : await invitationFor(services, wish.invitation, wish.email)
  // Only the mail carries the token, so an address that was invited by it is confirmed by it.
  const emailVerified = invitation !== undefined
  const { name, email, password } = wish
  const user = await createUser(services, { name, email, password, email_verified: emailVerified })
  try {
    if (invitation) await acceptInvitation(services, user.id, invitation.id, requestId)
    const made = wish.organization && (await createFor(services, user.id, wish.organization, requestId))
    return {
      user: { id: user.id, name: wish.name, email: user.email, email_verified: emailVerified },
      organization: made ? { id: made.id, slug: made.slug, name: made.name } : null,
    }
  } catch (error) {
    await services.authPool.query('delete from identity.user where id = $1', [user.id])
    throw error
  }
}

async function invitationFor(services: Services, token: string, email: string) {
  const id = readInvitationToken(services.config, token)
  if (id === undefined) throw new AppError('link_expired')
  const invitation = await openInvitation(services, id)
  if (invitation.email !== email) throw new AppError('invitation_not_for_you')
  return invitation
}

function createFor(
  services: Services,
  ownerId: string,
  { time_zone: timeZone, ...wish }: z.output<typeof NewOrganizationBody>,
  requestId: string,
) {
  return createOrganization(services, { ...wish, timeZone, ownerId, requestId })
}

export const signUpRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/sign-up',
    operation: 'signUp',
    tag: 'me',
    summary: 'Make an account, with an organization of your own or through an invitation; signs you in',
    access: 'public',
    body: SignUp,
    budget: { limit: 20, seconds: 3600 },
    answers: { 201: SignedUp },
    async handle(ctx) {
      const { services, body } = ctx
      const made = await signUp(services, body, ctx.requestId)
      const { api } = authOf(services)
      const credentials = { email: body.email, password: body.password }
      const { headers } = await api.signInEmail({
        body: credentials,
        headers: authHeaders(services, ctx.raw),
        returnHeaders: true,
      })
      passCookies(headers, ctx.rawReply)
      if (!made.user.email_verified) await askToVerify(services, body.email)
      return ctx.reply(201, made)
    },
  }),
]

/** The account stands without it: a mail server that is down must not undo a sign-up. Another mail can be asked for. */
async function askToVerify(services: Services, email: string): Promise<void> {
  try {
    await authOf(services).api.sendVerificationEmail({ body: { email, callbackURL: '/' } })
  } catch (error) {
    services.log.warn({ err: error }, 'a verification mail could not be sent')
  }
}
