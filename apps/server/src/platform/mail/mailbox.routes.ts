import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import type { RouteContext } from '../http/context.ts'
import { route } from '../http/route.ts'
import { mailboxOf } from './create-mailer.ts'
import { listPage, MAILBOX_HEADERS, mailPage } from './mailbox.page.ts'

const page = {
  tag: 'development',
  access: 'public',
  hidden: true,
  answers: { 200: { media: 'text/html', about: 'A page.' } },
} as const

/** Pages of the development mailbox. Mounted in development only; and it shows nothing where mail goes out by SMTP. */
export const mailboxRoutes = [
  route({
    ...page,
    method: 'GET',
    path: '/mailbox',
    operation: 'listMailbox',
    summary: 'Mails that this development installation kept',
    handle: async ctx => ctx.html(200, listPage(await openMailbox(ctx).list()), MAILBOX_HEADERS),
  }),
  route({
    ...page,
    method: 'GET',
    path: '/mailbox/{id}',
    operation: 'readMailbox',
    summary: 'One mail of the development mailbox',
    params: z.object({ id: z.string().max(80) }),
    async handle(ctx) {
      const mail = await openMailbox(ctx).read(ctx.params.id)
      if (!mail) throw new AppError('not_found')
      return ctx.html(200, mailPage(mail), MAILBOX_HEADERS)
    },
  }),
]

/** A second lock on the door besides the mount: mails hold links that sign people in. */
function openMailbox(ctx: RouteContext) {
  if (ctx.services.config.production) throw new AppError('route_not_found')
  return mailboxOf(ctx.services.config)
}
