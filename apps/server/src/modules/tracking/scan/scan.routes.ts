import { z } from 'zod'
import type { Reply, RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { parseCode, type WrittenCode } from '../codes/index.ts'
import { observe } from '../events/observe.ts'
import type { PublicOrganization } from '../organizations/public-organization.ts'
import { pagesBase } from '../pages/address.ts'
import { type Tracker, trackerOf } from '../tracker.ts'
import { notFoundPage, tooManyPage, unavailablePage } from './answers.ts'
import { lookUp } from './look-up.ts'
import type { ResolvedCode } from './resolve-code.ts'

const scanRoute = (path: '/r/{code}' | '/R/{code}', operation: string): Route =>
  route({
    method: 'GET',
    path,
    operation,
    tag: 'public',
    summary: 'Follow a printed code to its landing page',
    access: 'public',
    params: z.object({ code: z.string() }),
    answers: { 302: { media: 'text/html', about: 'to the landing page, with the code' } },
    // QR codes carry /R/, which keeps them in the alphanumeric mode; people type /r/.
    hidden: path === '/R/{code}',
    handle: ctx => scan(ctx, ctx.params.code),
  })

export const scanRoutes: readonly Route[] = [
  scanRoute('/r/{code}', 'scan'),
  scanRoute('/R/{code}', 'scanPrinted'),
]

async function scan(ctx: RouteContext, text: string): Promise<Reply> {
  const tracker = await trackerOf(ctx.services)
  const blocked = tracker.misses.blockedSeconds(ctx.address)
  if (blocked > 0) return tooManyPage(ctx, blocked)
  const written = parseCode(text)
  const organization = written && (await organizationOf(tracker, written))
  if (organization === 'unreachable') return unavailablePage(ctx)
  const found = organization && (await lookUp(ctx.services, organization.id, written))
  if (!written || !organization || !found) {
    await tracker.misses.miss(ctx.address)
    const now = tracker.misses.blockedSeconds(ctx.address)
    return now > 0 ? tooManyPage(ctx, now) : notFoundPage(ctx)
  }
  const subject =
    found === 'unreachable'
      ? { type: 'qr_scan' as const, code: written.code }
      : { type: 'qr_scan' as const, ...pieceOf(found) }
  await tracker.recorder.record(await observe(ctx, tracker, organization, subject))
  return redirect(ctx, organization, found === 'unreachable' ? null : found.slug, written.code)
}

/** A database that is away leaves what the route map remembers; an organization newer than that has to wait. */
async function organizationOf(
  tracker: Tracker,
  { routeKey }: WrittenCode,
): Promise<PublicOrganization | 'unreachable' | undefined> {
  return tracker.routes.ofRouteKey(routeKey).catch(() => 'unreachable' as const)
}

const pieceOf = ({ campaign_id, campaign_recipient_id, landing_page_id }: ResolvedCode) => ({
  campaign_id,
  campaign_recipient_id,
  landing_page_id,
})

/**
 * The target is made of stored names alone, never of anything in the request. Without a page of the campaign it is
 * the organization's own page, which finds out itself what the code means.
 */
function redirect(ctx: RouteContext, { slug }: PublicOrganization, page: string | null, code: string): Reply {
  const base = pagesBase(ctx.services.config, slug, ctx.header('host'))
  return ctx.reply(302, undefined, {
    location: `${base}/${page ?? ''}?c=${code}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
}
