import type { ErrorAnswer } from '@lettershop/contracts'

type QueryValue = string | number | boolean | null | undefined

/** Parts of a request beside method and path. */
export interface RequestParts {
  query?: Readonly<Record<string, QueryValue>>
  /** A plain value is sent as JSON; a file is sent as it is. */
  body?: unknown
  /** Version of the row that the change is based on; the server answers 412 when somebody was quicker. */
  ifMatch?: string
  /** Names this attempt of a person to do something: sending it again does it once. Made anew where absent. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** A page of a list. `next` is the cursor of the next page; short lists come whole and have none. */
export interface Page<T> {
  data: T[]
  next?: string | null
  total?: number
}

type ErrorFacts = ErrorAnswer['error']

/** What the server, or the way to it, refused: always with a sentence to show and one that says what to do. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly advice: string
  readonly fields: readonly { path: string; code: string; message: string }[]
  readonly requestId: string | undefined

  constructor(status: number, facts: Partial<ErrorFacts> & Pick<ErrorFacts, 'code' | 'message' | 'advice'>) {
    super(facts.message)
    this.name = 'ApiError'
    this.status = status
    this.code = facts.code
    this.advice = facts.advice
    this.fields = facts.fields ?? []
    this.requestId = facts.request_id
  }
}

const OFFLINE = {
  code: 'offline',
  message: 'The server cannot be reached.',
  advice: 'Check your connection and try again.',
}

/** Address of something that belongs to an organization: `inOrg('acme', 'campaigns', id)`. */
export function inOrg(org: string, ...parts: readonly (string | number)[]): string {
  return ['/v1/orgs', org, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/')
}

/** A path with its query; what is undefined, null or empty is left out. */
export function withQuery(path: string, query: RequestParts['query'] = {}): string {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
  return text ? `${path}?${text}` : path
}

/**
 * Asks the server.
 *
 * The answer's type is what the caller says: the server passes every answer through the schema that the type is
 * taken from, so parsing it a second time here would only make the page slower.
 * @throws {ApiError} for every answer that is not 2xx, and when the server cannot be reached
 */
export async function request<T>(method: string, path: string, parts: RequestParts = {}): Promise<T> {
  const response = await send(method, path, parts)
  if (response.status === 204) return undefined as T
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw toApiError(response.status, answer)
  return answer as T
}

export const api = {
  get: <T>(path: string, parts?: RequestParts) => request<T>('GET', path, parts),
  post: <T>(path: string, body?: unknown, parts?: RequestParts) =>
    request<T>('POST', path, { body: body ?? {}, ...parts }),
  patch: <T>(path: string, body: unknown, parts?: RequestParts) =>
    request<T>('PATCH', path, { body, ...parts }),
  delete: (path: string, parts?: RequestParts) => request<void>('DELETE', path, parts),
}

async function send(method: string, path: string, parts: RequestParts): Promise<Response> {
  const { body, signal } = parts
  try {
    return await fetch(withQuery(path, parts.query), {
      method,
      headers: headersOf(method, parts),
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      credentials: 'same-origin',
      signal,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, OFFLINE)
  }
}

function headersOf(method: string, { body, ifMatch, idempotencyKey }: RequestParts): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined
      ? {}
      : {
          'content-type': body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json',
        }),
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(method === 'POST' ? { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() } : {}),
  }
}

function toApiError(status: number, answer: unknown): ApiError {
  if (isErrorAnswer(answer)) return new ApiError(status, answer.error)
  return new ApiError(status, {
    code: 'unexpected_answer',
    message: `The server gave an answer that cannot be read (${status}).`,
    advice: 'Try again in a moment.',
  })
}

function isErrorAnswer(answer: unknown): answer is ErrorAnswer {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false
  const { error } = answer
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}
