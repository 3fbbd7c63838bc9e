import { createReadStream } from 'node:fs'
import { type DataRecord, POLICY_RULES, type Policies, type Policy } from '@lettershop/print-engine'
import { parse } from 'csv-parse'

/** What the person at the command line can mend; the message says how. */
export class InputError extends Error {}

/** Reads `name=value` pairs. */
export function parseSets(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(pair)
      if (!match?.[1]) throw new InputError(`--set "${pair}" is not name=value.`)
      return [match[1], match[2] ?? '']
    }),
  )
}

/** Reads `rule=action` pairs. */
export function parsePolicies(pairs: readonly string[]): Partial<Policies> {
  const policies: Partial<Policies> = {}
  for (const pair of pairs) {
    const [rule, action] = pair.split('=')
    const known = POLICY_RULES.find(name => name === rule)
    if (!known || !isPolicy(action)) {
      throw new InputError(
        `--policy "${pair}" is not understood. Write rule=action with a rule of ${POLICY_RULES.join(', ')} and an action of ignore, skip, fail.`,
      )
    }
    policies[known] = action
  }
  return policies
}

const isPolicy = (text: string | undefined): text is Policy =>
  text === 'ignore' || text === 'skip' || text === 'fail'

export interface Range {
  bounds: { from?: number; to?: number }
  /** How many records will be printed, where that is known before reading. */
  count: number | undefined
  pick(records: AsyncIterable<DataRecord>): AsyncIterable<DataRecord>
}

/** Which rows to print, from `--records` and `--proof`. */
export async function parseRange(
  options: { records?: string; proof?: string },
  dataFile: string,
): Promise<Range> {
  const whole: Range = { bounds: {}, count: undefined, pick: records => records }
  if (options.records !== undefined) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(options.records)
    const from = Number(match?.[1])
    const to = Number(match?.[2] ?? match?.[1])
    if (!match || from < 1 || to < from)
      throw new InputError(`--records "${options.records}" is not understood. Write 1-100 or 7.`)
    return { ...whole, bounds: { from, to }, count: to - from + 1 }
  }
  if (options.proof === undefined) return whole
  const wanted = Number(options.proof)
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new InputError(`--proof "${options.proof}" is not a number of rows.`)
  const total = await countRows(dataFile)
  const step = total / Math.min(wanted, total)
  const chosen = new Set(Array.from({ length: Math.min(wanted, total) }, (_, i) => Math.floor(i * step)))
  return {
    ...whole,
    count: chosen.size,
    async *pick(records) {
      let index = 0
      for await (const record of records) if (chosen.has(index++)) yield record
    },
  }
}

async function countRows(file: string): Promise<number> {
  let rows = -1
  const parser = createReadStream(file).pipe(
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true }),
  )
  for await (const _ of parser) rows++
  return Math.max(0, rows)
}
