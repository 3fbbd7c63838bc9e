/**
 * A rendering thread: does one task after the other and asks the main thread for what it lacks. Drawing, decoding and
 * rasterising block a thread for up to seconds; here they block no request.
 */
import { isMarkedAsUntransferable, parentPort } from 'node:worker_threads'
import { DesignError } from '@lettershop/print-engine'
import { PreviewError } from '@lettershop/print-engine/preview'
import type { AskName, Asks, Failure, FromThread, TaskKind, ToThread } from './protocol.ts'
import { tasks } from './thread-tasks.ts'

if (!parentPort) throw new Error('a rendering thread is started by the pool')
const port = parentPort

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}
const waiting = new Map<number, Waiting>()
let asked = 0

function ask(name: AskName, argument?: unknown, transfer: ArrayBuffer[] = []): Promise<unknown> {
  asked++
  const message: FromThread = { type: 'ask', ask: asked, name, argument }
  return new Promise((resolve, reject) => {
    waiting.set(asked, { resolve, reject })
    port.postMessage(message, transfer)
  })
}

// What comes back was made by the handler of the same name on the other side.
const asks: Asks = {
  asset: src => ask('asset', src) as ReturnType<Asks['asset']>,
  records: () => ask('records') as ReturnType<Asks['records']>,
  async chunk(bytes) {
    const own = alone(bytes)
    await ask('chunk', own, [own.buffer])
  },
}

/** The bytes in a buffer of their own, which can be handed over instead of copied. Native code (sharp) keeps its own. */
function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const whole = bytes.byteLength === buffer.byteLength && buffer instanceof ArrayBuffer
  return whole && !isMarkedAsUntransferable(buffer) ? new Uint8Array(buffer) : new Uint8Array(bytes)
}

port.on('message', (message: ToThread) => {
  if (message.type === 'task') {
    void run(message.kind, message.input)
    return
  }
  const one = waiting.get(message.ask)
  waiting.delete(message.ask)
  if (message.type === 'answer') one?.resolve(message.value)
  else one?.reject(new Error(message.message))
})

async function run(kind: TaskKind, input: unknown): Promise<void> {
  try {
    // Kind and input belong together: the pool takes both from the same table.
    const work = tasks[kind] as (input: unknown, asks: Asks) => Promise<unknown>
    const output = await work(input, asks)
    if (output instanceof Uint8Array) {
      const own = alone(output)
      send({ type: 'done', output: own }, [own.buffer])
    } else send({ type: 'done', output })
  } catch (error) {
    send({ type: 'failed', failure: failureOf(error) })
  }
}

function send(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

function failureOf(error: unknown): Failure {
  if (error instanceof DesignError) return { kind: 'design', findings: error.findings }
  if (error instanceof PreviewError) return { kind: 'no_such_page', message: error.message }
  if (error instanceof Error) return { kind: 'unexpected', message: error.message, stack: error.stack }
  return { kind: 'unexpected', message: String(error), stack: undefined }
}
