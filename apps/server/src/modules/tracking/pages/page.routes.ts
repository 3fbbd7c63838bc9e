import { isSafeTarget } from '@lettershop/contracts'
import { z } from 'zod'
import { Reply, type RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { observe } from '../events/observe.ts'
import { notFoundPage } from '../scan/answers.ts'
import { readPiece } from './page.queries.ts'
import { pageImage } from './page-images.ts'
import { plainPage } from './plain-page.ts'
import { renderPage, renderThanks } from './render-page.ts'
import { submit } from './submit.ts'
import { asPublic, baseOf, openVisit, pageHeaders, type Visit, viewOf, visiting } from './visit.ts'

const address = { organization: z.string().max(63), page: z.string().max(80) }
const page = z.object(address)
const block = z.object({ ...address, block: z.coerce.number().int().min(0).max(1000) })
// Programs append what they like to an address: whatever is no code is passed over.
const visitor = z.object({ c: z.string().max(400).optional().catch(undefined) })
const html = { media: 'text/html', about: 'a page for people' }

const common = { tag: 'public', access: 'public', hidden: true } as const

const home = route({
  ...common,
  method: 'GET',
  path: '/p/{organization}',
  operation: 'showHomePage',
  summary: 'Where a code leads whose campaign has no page of its own',
  params: page.omit({ page: true }),
  query: visitor,
  answers: { 200: html },
  handle: ctx =>
    visiting(ctx, ctx.params.organization, async (organization, tracker) => {
      const { c } = ctx.query
      const piece =
        c === undefined ? undefined : await asPublic(ctx, organization, tx => readPiece(ctx.services, tx, c))
      if (!piece) {
        if (c !== undefined) await tracker.misses.miss(ctx.address)
        return notFoundPage(ctx)
      }
      if (piece.slug !== null)
        return ctx.reply(302, undefined, {
          location: `${baseOf(ctx, organization.slug)}/${piece.slug}?c=${piece.code}`,
          'cache-control': 'no-store',
        })
      await tracker.recorder.record(
        await observe(ctx, tracker, organization, {
          type: 'page_view',
          campaign_id: piece.campaign_id,
          campaign_recipient_id: piece.campaign_recipient_id,
        }),
      )
      const { page: text, headers } = plainPage(
        organization.name,
        [
          piece.offer_code
            ? 'Thank you for coming by. Show this code at the register:'
            : 'Thank you for coming by.',
        ],
        piece.offer_code ? { strong: piece.offer_code } : {},
      )
      return ctx.html(200, text, headers)
    }),
})

const show = route({
  ...common,
  method: 'GET',
  path: '/p/{organization}/{page}',
  operation: 'showLandingPage',
  summary: 'A landing page, for the piece whose code comes along',
  params: page,
  query: visitor,
  answers: { 200: html },
  handle: ctx =>
    opened(ctx, ctx.params, ctx.query.c, async visit => {
      await record(ctx, visit, 'page_view', {})
      const view = viewOf(ctx, visit)
      return ctx.html(200, renderPage(view), pageHeaders(view.nonce))
    }),
})

const send = route({
  ...common,
  method: 'POST',
  path: '/p/{organization}/{page}/submit',
  operation: 'submitForm',
  summary: 'Answers to a form of a landing page',
  params: page,
  bodyKind: 'stream',
  maxBytes: 65_536,
  answers: { 303: html },
  handle: ctx => submit(ctx, ctx.params.organization, ctx.params.page),
})

const thanks = route({
  ...common,
  method: 'GET',
  path: '/p/{organization}/{page}/thanks',
  operation: 'showThanks',
  summary: 'What follows a form',
  params: page,
  query: visitor.extend({ form: z.coerce.number().int().min(0).max(1000).catch(0) }),
  answers: { 200: html },
  handle: ctx =>
    opened(ctx, ctx.params, ctx.query.c, async visit => {
      const form = visit.page.document.blocks[ctx.query.form]
      if (form?.type !== 'form') return notFoundPage(ctx)
      const view = viewOf(ctx, visit)
      return ctx.html(200, renderThanks(view, form.thanks), pageHeaders(view.nonce))
    }),
})

const click = route({
  ...common,
  method: 'GET',
  path: '/p/{organization}/{page}/go/{block}',
  operation: 'followButton',
  summary: 'Count a click and lead on to where the button leads',
  params: block,
  query: visitor,
  answers: { 302: html },
  handle: ctx =>
    opened(ctx, ctx.params, ctx.query.c, async visit => {
      const button = visit.page.document.blocks[ctx.params.block]
      if (button?.type !== 'button' || !isSafeTarget(button.url)) return notFoundPage(ctx)
      await record(ctx, visit, 'button_click', { block: ctx.params.block, label: button.label })
      return ctx.reply(302, undefined, {
        location: new URL(button.url).href,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
    }),
})

const image = route({
  ...common,
  method: 'GET',
  path: '/p/{organization}/{page}/image/{block}',
  operation: 'showPageImage',
  summary: 'An image of a landing page',
  params: block,
  answers: { 200: { media: 'image/jpeg', about: 'the image, no wider than a page' } },
  handle: ctx =>
    opened(ctx, ctx.params, undefined, async ({ organization, images }) => {
      const found = images.get(ctx.params.block)
      if (!found) return notFoundPage(ctx)
      const picture = await asPublic(ctx, organization, tx =>
        pageImage(ctx.services, tx, found.file_id, found.sha256),
      )
      return new Reply({
        status: 200,
        headers: IMAGE_HEADERS,
        sender: to => to.type('image/jpeg').send(picture),
      })
    }),
})

/** The address changes with the content. */
const IMAGE_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
}

/** Opens the page and answers, or says that there is none. */
function opened(
  ctx: RouteContext,
  { organization: slug, page: pageSlug }: { organization: string; page: string },
  code: string | undefined,
  work: (visit: Visit) => Promise<Reply>,
): Promise<Reply> {
  return visiting(ctx, slug, async (organization, tracker) => {
    const visit = await openVisit(ctx, tracker, organization, pageSlug, code)
    return visit ? work(visit) : notFoundPage(ctx)
  })
}

async function record(
  ctx: RouteContext,
  { tracker, organization, page: shown, piece }: Visit,
  type: 'page_view' | 'button_click',
  properties: Readonly<Record<string, unknown>>,
): Promise<void> {
  const event = await observe(ctx, tracker, organization, {
    type,
    campaign_id: piece?.campaign_id ?? null,
    campaign_recipient_id: piece?.campaign_recipient_id ?? null,
    landing_page_id: shown.id,
    properties,
  })
  await tracker.recorder.record(event)
}

/** In the order of the reference. */
export const pageRoutes: readonly Route[] = [home, show, send, thanks, click, image]
