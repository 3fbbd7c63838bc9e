import {
  type Actor,
  type SqlFragment,
  type Statement,
  type TenantId,
  type TenantTx,
  type TransactionOptions,
  tenantId,
} from '@lettershop/tenant-router'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/app-error.ts'
import type { Services } from '../services.ts'
import { Reply, type RequestActor, type RequestOrganization, type RouteContext } from './context.ts'
import { sendEvents, sendFile } from './send.ts'
import { receiveUpload } from './upload.ts'

/** What identity found out about a request. */
export interface Caller {
  readonly actor: RequestActor
  readonly organization: RequestOrganization | null
}

interface Parts {
  readonly services: Services
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly caller: Caller
  readonly maxBytes: number
  readonly parsed: { readonly params: unknown; readonly query: unknown; readonly body: unknown }
  /** Statement that each transaction runs before it commits: the mark of an idempotency claim. */
  readonly mark?: SqlFragment<unknown> | undefined
}

/** Binds the transactions of a request to its organization and actor. */
export function makeContext({
  services,
  request,
  reply,
  caller,
  maxBytes,
  parsed,
  mark,
}: Parts): RouteContext {
  const signal = abortOnClose(reply)
  const organization = () => {
    if (!caller.organization)
      throw new Error(`${request.method} ${request.url} has no organization in its path`)
    return caller.organization
  }
  const home = () => tenantId(organization().id)
  const actor: Actor = { id: caller.actor.id, role: caller.actor.role, requestId: caller.actor.requestId }
  return {
    ...parsed,
    actor: caller.actor,
    get organization() {
      return organization()
    },
    requestId: caller.actor.requestId,
    services,
    address: request.ip,
    signal,
    header: name => headerOf(request, name),
    ...transactions(services, home, actor, mark),
    reply: (status, body, headers = {}) => new Reply({ status, body, headers }),
    html: (status, page, headers = {}) =>
      new Reply({ status, headers, sender: to => to.type('text/html; charset=utf-8').send(page) }),
    text: (status, text, mediaType) => new Reply({ status, sender: to => to.type(mediaType).send(text) }),
    download: file =>
      new Reply({ status: 200, sender: to => sendFile(to, file, headerOf(request, 'if-none-match')) }),
    events: source => new Reply({ status: 200, sender: to => sendEvents(to, source, signal) }),
    upload: () => receiveUpload(request, maxBytes),
    raw: request,
    rawReply: reply,
  }
}

type Transactions = Pick<RouteContext, 'withTenant' | 'run' | 'batch'>

function transactions(
  services: Services,
  home: () => TenantId,
  actor: Actor,
  mark?: SqlFragment<unknown>,
): Transactions {
  const { router } = services
  if (!mark)
    return {
      withTenant: (work, options) => router.withTenant(home(), actor, work, options),
      run: (statement, options) => router.query(home(), actor, statement, options),
      batch: (statements, options) => router.batch(home(), actor, statements, options),
    }
  async function marked<T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return router.withTenant(
      home(),
      actor,
      async tx => {
        const result = await work(tx)
        if ((await tx.execute(mark as Statement)) !== 1) throw new AppError('idempotency_in_progress')
        return result
      },
      options,
    )
  }
  return {
    withTenant: marked,
    run: (statement, options) => marked(async tx => (await tx.batch([statement]))[0], options),
    batch: (statements, options) => marked(tx => tx.batch(statements), options),
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()]
  if (Array.isArray(value))
    throw new AppError('bad_request', { message: `The header ${name} was sent twice.` })
  return value
}

function abortOnClose(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
