import type { FormBlock } from '@lettershop/contracts'
import type { Reply, RouteContext } from '#platform/http/context.ts'
import { clientKey, consume } from '#platform/http/rate-budget.ts'
import { notFoundPage, tooManyPage } from '../scan/answers.ts'
import { readAnswers } from './answers.ts'
import { readFormToken } from './form-token.ts'
import { readForm } from './read-form.ts'
import type { FormState } from './render-form.ts'
import { renderPage } from './render-page.ts'
import { storeSubmission } from './submission.queries.ts'
import { asPublic, openVisit, pageHeaders, type Visit, viewOf, visiting } from './visit.ts'

/** One piece is filled in by one household; behind one network may be a whole office, or a program. */
const BUDGET = { piece: 20, network: 30, seconds: 3_600 } as const

/** Takes the answers to a form: stored once, then a page that says thank you; or the form again, with what is wrong. */
export function submit(ctx: RouteContext, slug: string, pageSlug: string): Promise<Reply> {
  return visiting(ctx, slug, async (organization, tracker) => {
    const sent = await readForm(ctx.raw.raw)
    const visit = await openVisit(ctx, tracker, organization, pageSlug, sent.get('c') ?? undefined)
    const at = Number(sent.get('form'))
    const form = visit?.page.document.blocks[at]
    if (!visit || form?.type !== 'form') return notFoundPage(ctx)
    const wait = await secondsToWait(ctx, visit)
    if (wait > 0) return tooManyPage(ctx, wait)
    // A program that filled in the field nobody sees is told that all went well, so that it does not try again.
    if ((sent.get('website') ?? '') !== '') return thanked(ctx, visit, at)
    return take(ctx, visit, at, form, sent)
  })
}

async function take(
  ctx: RouteContext,
  visit: Visit,
  at: number,
  form: FormBlock,
  sent: URLSearchParams,
): Promise<Reply> {
  const { organization, page, piece } = visit
  const { answers, errors } = readAnswers(form, sent)
  const token = sent.get('token') ?? ''
  const id = readFormToken(ctx.services.config, token, {
    organization: organization.id,
    page: page.id,
    block: at,
  })
  if (id === undefined)
    return again(ctx, visit, at, {
      answers,
      alert: 'This page has changed meanwhile. Please send it once more.',
    })
  if (Object.keys(errors).length > 0) return again(ctx, visit, at, { answers, errors, token })
  await asPublic(ctx, organization, tx =>
    storeSubmission(tx, { id, pageId: page.id, block: at, form, piece, answers }),
  )
  return thanked(ctx, visit, at)
}

/** After a redirect a reload does not send the answers again. */
function thanked(ctx: RouteContext, { base, page, piece }: Visit, block: number): Reply {
  const query = new URLSearchParams({ form: String(block), ...(piece && { c: piece.code }) })
  return ctx.reply(303, undefined, {
    location: `${base}/${page.slug}/thanks?${query}`,
    'cache-control': 'no-store',
  })
}

function again(ctx: RouteContext, visit: Visit, block: number, state: Partial<FormState>): Reply {
  const view = viewOf(ctx, visit)
  const formOf = (at: number) => (at === block ? { ...view.formOf(at), ...state } : view.formOf(at))
  return ctx.html(422, renderPage({ ...view, formOf }), pageHeaders(view.nonce))
}

async function secondsToWait(ctx: RouteContext, { piece, page }: Visit): Promise<number> {
  const [who, limit] = piece
    ? [`piece:${piece.campaign_recipient_id}`, BUDGET.piece]
    : [clientKey(ctx.services, ctx.address), BUDGET.network]
  const budget = await consume(ctx.services, `submit:${page.id}:${who}`, limit, BUDGET.seconds)
  return budget.allowed ? 0 : Math.max(1, Math.ceil(budget.retry_after_seconds))
}
