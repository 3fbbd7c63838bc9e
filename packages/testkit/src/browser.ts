import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'

let browsers = 0

/** Keeps cookies and says where its pages come from, as a browser does; each comes from a network of its own. */
export class Browser {
  readonly #app: FastifyInstance
  readonly #address: string
  readonly cookies = new Map<string, string>()

  constructor(app: FastifyInstance) {
    this.#app = app
    browsers++
    this.#address = `198.${18 + (browsers >> 8)}.${browsers & 255}.7`
  }

  async request(
    method: Method,
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const options: InjectOptions = {
      method,
      url,
      remoteAddress: this.#address,
      headers: { origin: 'http://localhost:4400', ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object | string | Buffer }),
    }
    const response = await this.#app.inject(options)
    for (const { name, value, maxAge } of response.cookies)
      if (maxAge === 0 || value === '') this.cookies.delete(name)
      else this.cookies.set(name, encodeURIComponent(value))
    return response
  }

  get = (url: string, headers?: Readonly<Record<string, string>>) =>
    this.request('GET', url, undefined, headers)
  post = (url: string, body: unknown = {}, headers?: Readonly<Record<string, string>>) =>
    this.request('POST', url, body, headers)
  patch = (url: string, body: unknown, headers?: Readonly<Record<string, string>>) =>
    this.request('PATCH', url, body, headers)
  delete = (url: string, headers?: Readonly<Record<string, string>>) =>
    this.request('DELETE', url, undefined, headers)

  /** Sends a file as a raw body. */
  upload(url: string, bytes: Buffer | string, mediaType = 'text/csv'): Promise<LightMyRequestResponse> {
    return this.request('POST', url, bytes, { 'content-type': mediaType })
  }
}
