import { openAsBlob } from 'node:fs'
import type { Job } from '@lettershop/contracts'

/** What a customer's program needs to talk to an organization: an address and a key. */
export interface Account {
  readonly url: string
  readonly org: string
  readonly key: string
}

/** A refusal of the API, with its code. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The few calls that the demo makes, over plain fetch. */
export class Client {
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  get<T>(path: string): Promise<T> {
    return this.#json('GET', path)
  }

  post<T>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<T> {
    return this.#json('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#json('PATCH', path, JSON.stringify(body), { 'content-type': 'application/json' })
  }

  /** Sends a file as it lies on the disk, without reading it into memory. */
  async upload<T>(path: string, file: string, mediaType: string): Promise<T> {
    return this.#json('POST', path, await openAsBlob(file), { 'content-type': mediaType })
  }

  async download(path: string): Promise<Response> {
    const answer = await fetch(this.#address(path), { headers: this.#headers() })
    if (!answer.ok) throw await toError(answer)
    return answer
  }

  /** The newest row of a list that matches, if there is one. */
  async find<T>(path: string, filters: Readonly<Record<string, string>>): Promise<T | undefined> {
    const { data } = await this.get<{ data: T[] }>(
      `${path}?${new URLSearchParams({ ...filters, limit: '1' })}`,
    )
    return data[0]
  }

  /** Every row of a list, page by page. */
  async *all<T>(path: string): AsyncGenerator<T> {
    let cursor = ''
    do {
      const page: { data: T[]; next: string | null } = await this.get(`${path}?limit=1000${cursor}`)
      yield* page.data
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`
    } while (cursor !== '')
  }

  /** Follows a job by its events until it ends. @throws when it failed or was cancelled */
  async follow(job: Job, onProgress: (job: Job) => void): Promise<Job> {
    for await (const state of this.#events(`/jobs/${job.id}/events`)) {
      onProgress(state)
      if (state.finished_at) return finished(state)
    }
    return finished(await this.get<Job>(`/jobs/${job.id}`))
  }

  async *#events(path: string): AsyncGenerator<Job> {
    const answer = await this.download(path)
    let text = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const messages = text.split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) {
        const data = /^data: (.*)$/m.exec(message)?.[1]
        if (data) yield JSON.parse(data) as Job
      }
    }
  }

  async #json<T>(
    method: string,
    path: string,
    body?: string | Blob,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const answer = await fetch(this.#address(path), {
      method,
      headers: { ...this.#headers(), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    if (!answer.ok) throw await toError(answer)
    return (answer.status === 204 ? undefined : await answer.json()) as T
  }

  #address = (path: string) => `${this.#account.url}/v1/orgs/${this.#account.org}${path}`
  #headers = () => ({ authorization: `Bearer ${this.#account.key}` })
}

function finished(job: Job): Job {
  if (job.state === 'done') return job
  throw new ApiError(
    500,
    job.error?.code ?? job.state,
    `The job ${job.type} ended as ${job.state}: ${job.error?.message ?? ''}`,
  )
}

async function toError(answer: Response): Promise<ApiError> {
  const text = await answer.text()
  try {
    const { error } = JSON.parse(text)
    const fields = (error.fields ?? [])
      .map((field: { path: string; message: string }) => ` ${field.path}: ${field.message};`)
      .join('')
    return new ApiError(answer.status, error.code, `${error.message}${fields} ${error.advice}`)
  } catch {
    return new ApiError(
      answer.status,
      'no_json',
      `${answer.status} ${answer.statusText}: ${text.slice(0, 200)}`,
    )
  }
}
