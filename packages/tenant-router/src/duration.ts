import type { Duration } from './router.types.ts'

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration in milliseconds. @throws {TypeError} for what is neither a number nor `250ms`, `30s`, `5m`, `1h` */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number' && duration >= 0) return duration
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(duration))
  const unit = parts?.[2]
  if (unit === 'ms' || unit === 's' || unit === 'm' || unit === 'h') return Number(parts?.[1]) * UNITS[unit]
  throw new TypeError(`not a duration: ${duration}. Write 250ms, 30s, 5m or 1h.`)
}
