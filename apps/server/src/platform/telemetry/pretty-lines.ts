import type { DestinationStream } from 'pino'
import { z } from 'zod'

const Line = z.looseObject({ level: z.string(), time: z.string(), msg: z.string().default('') })

const COLOURS: Readonly<Record<string, number>> = {
  fatal: 31,
  error: 31,
  warn: 33,
  info: 32,
  debug: 36,
  trace: 90,
}

/** Turns pino's JSON into one short line each for a person at a terminal; the stack of an error follows indented. */
export function prettyLines(out: DestinationStream): DestinationStream {
  return { write: text => void out.write(prettyLine(text)) }
}

function prettyLine(text: string): string {
  const parsed = Line.safeParse(JSON.parse(text))
  if (!parsed.success) return text
  const { level, time, msg, err, ...rest } = parsed.data
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`)
  const head = `${grey(time.slice(11, 23))} ${colour(level.padEnd(5), COLOURS[level] ?? 0)} ${oneLine(msg)}`
  return `${[head, grey(fields.join(' '))].join(' ').trimEnd()}\n${stackOf(err)}`
}

const colour = (text: string, code: number) => `\u001b[${code}m${text}\u001b[0m`
const grey = (text: string) => (text === '' ? '' : colour(text, 90))
const plain = (value: unknown) => oneLine(typeof value === 'string' ? value : JSON.stringify(value))
/** Control characters of a value must not forge a line or steer the terminal. */
const oneLine = (text: string) => text.replace(/\p{Cc}/gu, ' ')

function stackOf(err: unknown): string {
  const parsed = z.object({ stack: z.string().optional(), message: z.string().optional() }).safeParse(err)
  if (!parsed.success) return ''
  const lines = (parsed.data.stack ?? parsed.data.message ?? '').split('\n').filter(line => line !== '')
  return lines.map(line => `    ${grey(oneLine(line))}\n`).join('')
}
