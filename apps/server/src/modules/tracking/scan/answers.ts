import type { Reply, RouteContext } from '#platform/http/context.ts'
import { plainPage } from '../pages/plain-page.ts'

/** One answer for unknown, expired, revoked and foreign codes and pages: nothing tells them apart. */
export function notFoundPage(ctx: RouteContext): Reply {
  const { page, headers } = plainPage('This page is not here', [
    'The link may be mistyped or no longer valid. Please check it against your card.',
  ])
  return ctx.html(404, page, headers)
}

export function tooManyPage(ctx: RouteContext, seconds: number): Reply {
  const { page, headers } = plainPage('One moment, please', [
    'Too many tries came from your network. Please try again in a few minutes.',
  ])
  return ctx.html(429, page, { ...headers, 'retry-after': String(seconds) })
}

/** The page looks again by itself. */
export function unavailablePage(ctx: RouteContext): Reply {
  const { page, headers } = plainPage(
    'One moment, please',
    ['This page is taking a short break. It opens by itself in a few seconds.'],
    { refreshSeconds: 5 },
  )
  return ctx.html(503, page, { ...headers, 'retry-after': '5' })
}
