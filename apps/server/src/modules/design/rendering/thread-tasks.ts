import { compile, DesignError, readDesign } from '@lettershop/print-engine'
import { pdfToPng } from '@lettershop/print-engine/preview'
import { canonicalSha256 } from './canonical.ts'
import type { Asks, Inspection, PrintSummary, Tasks } from './protocol.ts'
import { requiredVariables, strings } from './template-text.ts'

type Task<Kind extends keyof Tasks> = (
  input: Tasks[Kind]['input'],
  asks: Asks,
) => Promise<Tasks[Kind]['output']>

/**
 * The work of a rendering thread. Each task compiles its design anew: fonts are embedded with the glyphs that were
 * drawn since they were compiled, so a compiled design that is used again would give other bytes for the same piece.
 */
export const tasks: { readonly [Kind in keyof Tasks]: Task<Kind> } = {
  async inspect({ document: input, format }, asks) {
    const { document, format: name } = wrapped(input, format)
    const sources = new Set<string>()
    const resolve = (src: string) => {
      sources.add(src)
      return asset(asks, src)
    }
    const job = await compile(document, { assets: { resolve } })
    return {
      document,
      format: name,
      pages: job.pages,
      variables: job.variables,
      required: requiredVariables(document, job.variables),
      sources: [...sources].sort(),
      variableSources: hasVariableSource(document),
      findings: job.findings,
      sha256: canonicalSha256(document),
    } satisfies Inspection
  },

  async pdf({ document, record }, asks) {
    return (await compiled(document, asks)).renderOne(record)
  },

  async png({ document, record, page, width }, asks) {
    const pdf = await (await compiled(document, asks)).renderOne(record)
    return pdfToPng(pdf, { page, width })
  },

  async personalise({ document, record }, asks) {
    return (await compiled(document, asks)).personalise(record)
  },

  async print({ document }, asks) {
    const job = await compiled(document, asks)
    const skipped: { index: number; reason: string }[] = []
    const { records, pages } = await job.render(recordsOf(asks), bytes => asks.chunk(bytes), {
      onRecord(done) {
        if (done.skipped !== undefined) skipped.push({ index: done.index, reason: done.skipped })
      },
    })
    return { records: records - skipped.length, pages, skipped } satisfies PrintSummary
  },
}

const compiled = (document: unknown, asks: Asks) =>
  compile(document, { assets: { resolve: src => asset(asks, src) } })

async function asset(asks: Asks, src: string): Promise<{ bytes: Uint8Array } | undefined> {
  const bytes = await asks.asset(src)
  return bytes && { bytes }
}

/** One batch is fetched ahead, so that drawing never waits for the database. */
async function* recordsOf(asks: Asks) {
  let next = asks.records()
  for (;;) {
    const batch = await next
    if (batch.length === 0) return
    next = asks.records()
    // A rejection of the batch ahead is seen when its turn comes.
    next.catch(() => {})
    yield* batch
  }
}

/**
 * The document to keep, and its format: bare Fabric JSON gets its wrapper, a wrapper without format gets the one given.
 * @throws {DesignError} when it cannot be read at all
 */
function wrapped(
  input: unknown,
  given: string | undefined,
): { document: Record<string, unknown>; format: string } {
  // A size is written with digits and an x; a format's name begins with a letter.
  const option = given === undefined ? {} : /^\s*[\d.]/.test(given) ? { size: given } : { format: given }
  const { design, findings } = readDesign(input, option)
  if (!design) throw new DesignError(findings)
  const isWrapped = isObject(input) && 'lettershop' in input && 'pages' in input
  const own = isWrapped ? input : { ...design.document }
  const named = 'format' in own || 'size' in own ? own : { ...own, ...option }
  const format = String(named['size'] ?? named['format'])
  return { document: named, format }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function hasVariableSource(document: unknown): boolean {
  for (const { key, text } of strings(document)) if (key === 'src' && /\{\{|\{%/.test(text)) return true
  return false
}
