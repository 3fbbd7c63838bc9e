import type { Readable } from 'node:stream'
import type {
  Result,
  Results,
  Statement,
  TenantId,
  TenantTx,
  TransactionOptions,
} from '@lettershop/tenant-router'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'

/** Who makes a request. */
export interface RequestActor {
  readonly kind: 'user' | 'api_key' | 'system' | 'nobody'
  readonly id: string | null
  readonly role: string
  readonly requestId: string
}

/** The organization that a request is about. */
export interface RequestOrganization {
  readonly id: TenantId
  readonly slug: string
  readonly name: string
  readonly currency: string
  readonly time_zone: string
  readonly mode: 'live' | 'test'
}

/** An uploaded file, read once as it arrives. */
export interface Upload {
  readonly name: string
  readonly mediaType: string
  readonly stream: Readable
}

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string
  readonly data: unknown
  readonly id?: string
}

/** A file to send; `bytes` where its length is known. */
export interface Download {
  readonly name: string
  readonly mediaType: string
  readonly stream: Readable | Uint8Array
  readonly bytes?: number
  /** Shown in the browser instead of saved. Only for types that cannot carry script. */
  readonly inline?: boolean
  /** Strong validator; answers 304 when the browser has it. */
  readonly etag?: string
}

/** What a handler gets. */
export interface RouteContext<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly actor: RequestActor
  /** The organization of the path. @throws when the route has none: a mistake of the programmer */
  readonly organization: RequestOrganization
  readonly requestId: string
  readonly services: Services
  /** Address of the caller as trusted proxies tell it; never stored. */
  readonly address: string
  /** Fires when the client goes away. */
  readonly signal: AbortSignal
  header(name: string): string | undefined
  /** Runs `work` in one transaction of the organization. */
  withTenant<T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One statement in its own transaction, one round trip. */
  run<Row>(statement: Statement<Row>, options?: TransactionOptions): Promise<Result<Row>>
  /** Several statements in one transaction and one round trip. */
  batch<const S extends readonly Statement[]>(
    statements: S,
    options?: TransactionOptions,
  ): Promise<Results<S>>
  reply(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): Reply
  download(file: Download): Reply
  html(status: number, page: string, headers?: Readonly<Record<string, string>>): Reply
  text(status: number, text: string, mediaType: string): Reply
  /** Streams events until the iterable ends or the client goes away. */
  events(source: AsyncIterable<ServerEvent>): Reply
  /** The file of a `stream` route: the raw body with its name in `?name=`, or the one file of a multipart form. */
  upload(): Promise<Upload>
  readonly raw: FastifyRequest
  readonly rawReply: FastifyReply
}

/** An answer that says its own status; made by the context's methods. A JSON body, or a sender of its own. */
export class Reply {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly sender: ((reply: FastifyReply) => unknown) | undefined

  constructor(answer: {
    status: number
    body?: unknown
    headers?: Readonly<Record<string, string>>
    sender?: (reply: FastifyReply) => unknown
  }) {
    this.status = answer.status
    this.body = answer.body
    this.headers = answer.headers ?? {}
    this.sender = answer.sender
  }

  withBody(body: unknown): Reply {
    return new Reply({ status: this.status, body, headers: this.headers })
  }

  send(reply: FastifyReply): unknown {
    reply.code(this.status).headers(this.headers)
    return this.sender ? this.sender(reply) : reply.send(this.body)
  }
}
