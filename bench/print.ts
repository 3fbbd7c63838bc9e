import { compile } from '../packages/print-engine/src/index.ts'
import { CARD, makePhoto, people } from './print.card.ts'
import type { BenchLine } from './types.ts'

export const name = 'print'
export const about = 'a two-sided card for every record, beside pdfme and pdfkit on the same card'

/** Records of each contender in one round, so that a round takes each of them about a second. */
const COUNTS = { ours: 2000, pdfkit: 300, pdfme: 40 }
/** Ours and pdfkit take turns: what else the machine does meanwhile then falls on both. */
const ROUNDS = 4
/** Records for the memory and size figures. */
const MANY = 100_000

const line = (
  metric: string,
  value: number,
  unit: string,
  floor: number | null,
  ok: boolean,
  peer: [name: string, value: number] | null = null,
): BenchLine => ({
  bench: name,
  metric,
  value: round(value),
  unit,
  peer: peer?.[0] ?? null,
  peer_value: peer ? round(peer[1]) : null,
  ratio: peer ? round(value / peer[1]) : null,
  floor,
  ok,
})

const round = (value: number): number => Math.round(value * 100) / 100

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Watches the resident memory while `work` runs; gives its peak in MB. */
async function peak(work: () => Promise<unknown>): Promise<number> {
  let most = 0
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().rss)
  }
  const timer = setInterval(look, 50)
  await work()
  look()
  clearInterval(timer)
  return most / 1e6
}

/** The card of the specification: recipients a second against pdfme and pdfkit in one run; time, memory, size. */
export async function run(report: (line: BenchLine) => void): Promise<void> {
  const photo = await makePhoto()
  const assets = { resolve: async () => ({ bytes: photo }) }

  const started = performance.now()
  const job = await compile(CARD, { assets })
  const first = people(1).next().value
  if (first) await job.renderOne(first)
  const firstPage = performance.now() - started
  report(line('time to first page', firstPage, 'ms', 500, firstPage <= 500))

  let bytes = 0
  const sink = (chunk: Uint8Array): void => {
    bytes += chunk.length
  }
  let many = 0
  const memory = await peak(async () => {
    many = MANY / (await seconds(() => job.render(people(MANY), sink)))
  })
  const each = (bytes - photo.length) / MANY
  report(line('peak memory at 100,000 recipients', memory, 'MB', 500, memory <= 500))
  report(line('bytes per recipient', each, 'B', 1500, each <= 1500))

  // The peers come after the memory figure: what they leave behind is not ours.
  const { withPdfkit, withPdfme } = await import('./print.peers.ts')
  const time = { ours: 0, pdfkit: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    time.ours += await seconds(() => job.render(people(COUNTS.ours), sink))
    time.pdfkit += await seconds(() => withPdfkit(people(COUNTS.pdfkit), photo))
  }
  const ours = (ROUNDS * COUNTS.ours) / time.ours
  const pdfkit = (ROUNDS * COUNTS.pdfkit) / time.pdfkit
  // Last, because the gigabyte that it leaves behind slows down whoever comes after it.
  const pdfme = COUNTS.pdfme / (await seconds(() => withPdfme(people(COUNTS.pdfme), photo)))
  report(line('recipients a second, one thread', ours, '1/s', 4, ours / pdfkit >= 4, ['pdfkit', pdfkit]))
  report(line('recipients a second, one thread', ours, '1/s', 40, ours / pdfme >= 40, ['pdfme', pdfme]))
  report(line('recipients a second at 100,000', many, '1/s', 2000, many >= 2000))
}
