import { randomBytes } from 'node:crypto'
import { type TenantTx, tenantId } from '@lettershop/tenant-router'
import { toAppError } from '#platform/errors/from-unknown.ts'
import type { Reply, RouteContext } from '#platform/http/context.ts'
import type { PublicOrganization } from '../organizations/public-organization.ts'
import { notFoundPage, tooManyPage, unavailablePage } from '../scan/answers.ts'
import { type Tracker, trackerOf } from '../tracker.ts'
import { makeFormToken } from './form-token.ts'
import { type Piece, readPage, readPiece, type ShownPage } from './page.queries.ts'
import { imagesOf, type PageImages } from './page-images.ts'
import { personaliser } from './personalise.ts'
import type { PageView } from './render-page.ts'

/** Somebody at a page: whose it is, what it shows, and the piece in their hand. */
export interface Visit {
  readonly tracker: Tracker
  readonly organization: PublicOrganization
  readonly page: ShownPage
  readonly piece: Piece | undefined
  readonly images: PageImages
  /** Before every address of the page: empty on an origin of its own, else `/p/acme`. */
  readonly base: string
}

const PUBLIC = { id: null, role: 'public' }
/** Of organizations and pages alike; what is no such name needs no look-up. */
const NAME = /^[a-z0-9-]{1,80}$/

/** Runs work in the organization's database as the public, with little patience. */
export function asPublic<T>(
  ctx: RouteContext,
  organization: PublicOrganization,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const actor = { ...PUBLIC, requestId: ctx.requestId }
  return ctx.services.router.withTenant(tenantId(organization.id), actor, work, {
    waitMs: 3_000,
    timeoutMs: 5_000,
  })
}

/** Answers in a page whatever is wrong with the address, the database or the visitor's luck in guessing. */
export async function visiting(
  ctx: RouteContext,
  slug: string,
  work: (organization: PublicOrganization, tracker: Tracker) => Promise<Reply>,
): Promise<Reply> {
  const tracker = await trackerOf(ctx.services)
  const blocked = tracker.misses.blockedSeconds(ctx.address)
  if (blocked > 0) return tooManyPage(ctx, blocked)
  try {
    const organization = NAME.test(slug) ? await tracker.routes.ofSlug(slug) : undefined
    return organization ? await work(organization, tracker) : notFoundPage(ctx)
  } catch (error) {
    const known = toAppError(error)
    if (known.entry.status === 503) return unavailablePage(ctx)
    throw error
  }
}

/** Reads page and piece. A code that is none shows the page as for anybody, and counts as a miss. */
export async function openVisit(
  ctx: RouteContext,
  tracker: Tracker,
  organization: PublicOrganization,
  slug: string,
  code: string | undefined,
): Promise<Visit | undefined> {
  if (!NAME.test(slug)) return undefined
  const read = await asPublic(ctx, organization, async tx => {
    const page = await readPage(tx, slug)
    if (!page) return undefined
    const piece = code === undefined ? undefined : await readPiece(ctx.services, tx, code)
    return { page, piece, images: await imagesOf(tx, page) }
  })
  if (!read) return undefined
  if (code !== undefined && !read.piece) await tracker.misses.miss(ctx.address)
  return { tracker, organization, base: baseOf(ctx, organization.slug), ...read }
}

/** On an origin of its own the visitor asked for `/spring`; the routes see `/p/acme/spring`. */
export function baseOf(ctx: RouteContext, slug: string): string {
  return ctx.raw.originalUrl.startsWith(`/p/${slug}`) ? `/p/${slug}` : ''
}

/** How a page looks to this visitor. */
export function viewOf(ctx: RouteContext, visit: Visit): PageView {
  const { page, piece, images, base, organization } = visit
  const address = `${base}/${page.slug}`
  const code = piece?.code
  return {
    page,
    organization: organization.name,
    say: personaliser(piece?.values ?? {}),
    nonce: randomBytes(16).toString('base64'),
    imageOf: block => {
      const found = images.get(block)
      return found && `${address}/image/${block}?v=${found.sha256.slice(0, 16)}`
    },
    clickOf: block => `${address}/go/${block}${code === undefined ? '' : `?c=${code}`}`,
    formOf: block => ({
      action: `${address}/submit`,
      block,
      code,
      token: makeFormToken(ctx.services.config, { organization: organization.id, page: page.id, block }),
    }),
  }
}

/** Of a landing page: its own style and pictures, its own forms, and nothing else in the world. */
export function pageHeaders(nonce: string): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`,
  }
}
