import { Worker } from 'node:worker_threads'
import { AppError } from '#platform/errors/app-error.ts'
import type { Asks, Failure, FromThread, TaskKind, Tasks, ToThread } from './protocol.ts'

export interface PoolOptions {
  /** Threads at most; they are started when there is work. */
  readonly size: number
  /** A task that takes longer is ended with its thread. Not for tasks that may take as long as they need. */
  readonly deadlineMs?: number
  /** Heap of one thread; a design that needs more ends its thread, not the server. */
  readonly memoryMb: number
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
}

/** An idle thread is ended after this long: it holds fonts and WebAssembly memory. */
const IDLE_MS = 60_000

interface Waiting {
  begin(thread: Thread): void
}

/** A few threads that render, and a queue before them. */
export class RenderPool {
  readonly #options: PoolOptions
  readonly #idle: Thread[] = []
  readonly #queue: Waiting[] = []
  #threads = 0

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /**
   * Runs one task in a thread of its own for that time.
   * @throws {AppError} `design_not_printable` with the findings, `not_found` for a page that is not there,
   *   `render_timeout` when it takes longer than the pool's deadline
   */
  async run<Kind extends TaskKind>(
    kind: Kind,
    input: Tasks[Kind]['input'],
    asks: Partial<Asks>,
    { signal }: RunOptions = {},
  ): Promise<Tasks[Kind]['output']> {
    signal?.throwIfAborted()
    const thread = await this.#thread(signal)
    try {
      const { deadlineMs } = this.#options
      // A thread that draws can only be stopped by ending it. For a picture that nobody waits for any more that costs
      // more than to finish it: the next one would wait for a new thread.
      const stop = deadlineMs === undefined ? signal : undefined
      return (await thread.run(kind, input, asks, stop, deadlineMs)) as Tasks[Kind]['output']
    } finally {
      this.#release(thread)
    }
  }

  #thread(signal: AbortSignal | undefined): Promise<Thread> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.usable) return Promise.resolve(idle)
      this.#threads--
    }
    if (this.#threads < this.#options.size) {
      this.#threads++
      return Promise.resolve(new Thread(this.#options.memoryMb))
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { begin: resolve }
      this.#queue.push(waiting)
      signal?.addEventListener(
        'abort',
        () => {
          const at = this.#queue.indexOf(waiting)
          if (at < 0) return
          this.#queue.splice(at, 1)
          reject(signal.reason)
        },
        { once: true },
      )
    })
  }

  #release(thread: Thread): void {
    const next = this.#queue.shift()
    if (next) {
      next.begin(thread.usable ? thread : new Thread(this.#options.memoryMb))
      return
    }
    if (!thread.usable) {
      this.#threads--
      return
    }
    this.#idle.push(thread)
    thread.restThen(IDLE_MS, () => {
      const at = this.#idle.indexOf(thread)
      if (at < 0) return
      this.#idle.splice(at, 1)
      this.#threads--
      thread.end()
    })
  }
}

/** One worker thread and the conversation with it. An idle one does not keep the process alive. */
class Thread {
  readonly #worker: Worker
  usable = true
  #rest: NodeJS.Timeout | undefined
  #settle: { done(output: unknown): void; fail(error: unknown): void } | undefined
  #asks: Partial<Asks> = {}

  constructor(memoryMb: number) {
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
      env: {},
      execArgv: [],
    })
    this.#worker.unref()
    this.#worker.on('message', (message: FromThread) => this.#hear(message))
    this.#worker.on('error', error => this.#broken(error))
    this.#worker.on('exit', () => this.#broken(new Error('the rendering thread ended')))
  }

  run(
    kind: TaskKind,
    input: unknown,
    asks: Partial<Asks>,
    signal: AbortSignal | undefined,
    deadlineMs: number | undefined,
  ): Promise<unknown> {
    clearTimeout(this.#rest)
    this.#asks = asks
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      const abort = () => {
        // A thread that draws hears nothing: ending it is the only way to stop it.
        this.end()
        settle(() => reject(signal?.reason))
      }
      const timer =
        deadlineMs === undefined
          ? undefined
          : setTimeout(() => {
              this.end()
              settle(() => reject(new AppError('render_timeout')))
            }, deadlineMs)
      const settle = (act: () => void) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.#settle = undefined
        this.#worker.unref()
        act()
      }
      this.#settle = {
        done: output => settle(() => resolve(output)),
        fail: error => settle(() => reject(error)),
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#post({ type: 'task', kind, input })
    })
  }

  /** Calls `then` when nothing was run for so long. */
  restThen(milliseconds: number, then: () => void): void {
    this.#rest = setTimeout(then, milliseconds).unref()
  }

  end(): void {
    this.usable = false
    void this.#worker.terminate()
  }

  #hear(message: FromThread): void {
    if (message.type === 'ask') void this.#answer(message)
    else if (message.type === 'done') this.#settle?.done(message.output)
    else this.#settle?.fail(errorOf(message.failure))
  }

  async #answer({ ask, name, argument }: FromThread & { type: 'ask' }): Promise<void> {
    try {
      // The thread's side of the protocol gives each question the argument that its handler takes.
      const handler = this.#asks[name] as ((argument: unknown) => Promise<unknown>) | undefined
      if (!handler) throw new Error(`the task may not ask for ${name}`)
      this.#post({ type: 'answer', ask, value: await handler(argument) })
    } catch (error) {
      // Such an error (a full disk, a cancelled job) is the outcome of the task; the thread only has to stop.
      const settle = this.#settle
      this.end()
      settle?.fail(error)
    }
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message)
  }

  #broken(error: Error): void {
    this.usable = false
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    this.#settle?.fail(
      outOfMemory
        ? new AppError('design_not_printable', {
            message: 'The design needs more memory than there is for one. Use smaller images.',
          })
        : error,
    )
  }
}

function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'design':
      return new AppError('design_not_printable', {
        fields: failure.findings
          .filter(finding => finding.severity === 'error')
          .slice(0, 100)
          .map(({ path, rule, message }) => ({ path, code: rule, message })),
      })
    case 'no_such_page':
      return new AppError('not_found', { message: failure.message })
    case 'unexpected': {
      const error = new Error(failure.message)
      if (failure.stack !== undefined) error.stack = failure.stack
      return error
    }
    default:
      return failure satisfies never
  }
}
