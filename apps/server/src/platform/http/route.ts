import type { Permission } from '@lettershop/contracts/permissions'
import type { z } from 'zod'
import type { RouteContext } from './context.ts'

/**
 * Who may call a route: a pair of the permission table (routes of an organization), or one of
 * - `public`: anybody; the handler finds the organization itself (scan, landing page)
 * - `signed_in`: any person with a session
 * - `operator`: who runs the installation
 */
export type Access = Permission | 'public' | 'signed_in' | 'operator'

/** An answer that is not JSON: its media type, for the reference. */
export interface MediaAnswer {
  media: string
  about: string
}

export type Answers = Readonly<Record<number, z.ZodType | MediaAnswer>>

type Parsed<T> = T extends z.ZodType<infer Output> ? Output : undefined

/** What a route needs to be mounted, documented and tested. Made by {@link route}. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Unique name in the API reference and the typed client. */
  readonly operation: string
  readonly tag: string
  readonly summary: string
  readonly access: Access
  readonly params: z.ZodObject | undefined
  readonly query: z.ZodObject | undefined
  readonly body: z.ZodType | undefined
  /** `json` (default), or `stream`: the body is handed over unread, up to `maxBytes`. */
  readonly bodyKind: 'json' | 'stream'
  readonly maxBytes: number
  /** Requests a client may make in a window; shared by all processes. */
  readonly budget: { readonly limit: number; readonly seconds: number } | undefined
  readonly answers: Answers
  /** Left out of the API reference: pages for people, not programs. */
  readonly hidden: boolean
  readonly handle: (ctx: RouteContext) => Promise<unknown>
}

interface RouteInput<
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
> extends Pick<Route, 'method' | 'path' | 'operation' | 'tag' | 'summary' | 'access' | 'answers'> {
  params?: P
  query?: Q
  body?: B
  bodyKind?: Route['bodyKind']
  maxBytes?: number
  budget?: NonNullable<Route['budget']>
  hidden?: boolean
  handle: (ctx: RouteContext<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<unknown>
}

const ONE_MEGABYTE = 1_048_576

/**
 * Describes a route. `path` is written as `/v1/orgs/{org}/campaigns/{id}`; `{org}` needs no schema.
 * A handler returns the body of a 200, or what `ctx.reply` gives, or takes the answer over (`ctx.hijack`).
 */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(input: RouteInput<P, Q, B>): Route {
  const {
    params,
    query,
    body,
    bodyKind = 'json',
    maxBytes = ONE_MEGABYTE,
    budget,
    hidden = false,
    handle,
  } = input
  return {
    ...input,
    params,
    query,
    body,
    bodyKind,
    maxBytes,
    budget,
    hidden,
    // The mount parses with exactly these schemas before it calls, which is what makes the narrower type true.
    handle: ctx => handle(ctx as RouteContext<Parsed<P>, Parsed<Q>, Parsed<B>>),
  }
}

/** True for routes below `/v1/orgs/{org}`, which run with an organization and a role. */
export function belongsToOrganization(one: Route): boolean {
  return one.path.startsWith('/v1/orgs/{org}')
}
