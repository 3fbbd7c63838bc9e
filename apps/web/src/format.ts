import { texts } from './texts.ts'

const number = new Intl.NumberFormat()
const share = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** 12,345 */
export const formatNumber = (value: number): string => number.format(value)

/** Part of a whole, 0 where there is no whole: 12.5 % */
export function formatShare(part: number, whole: number): string {
  return share.format(whole > 0 ? part / whole : 0)
}

/** @param minor amount in the currency's smallest unit, as the database keeps it */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** Day of a timestamp in the reader's own time zone. */
export function formatDate(iso: string | null): string {
  return iso === null ? texts.states.none : date.format(new Date(iso))
}

export function formatDateTime(iso: string | null): string {
  return iso === null ? texts.states.none : dateTime.format(new Date(iso))
}

/** 1.4 MB */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const digits = { maximumFractionDigits: step === 0 ? 0 : 1 }
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    ...digits,
  }).format(bytes / 1000 ** step)
}

const SPANS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** "2 hours ago" within a week, then the date. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000)
  if (Math.abs(seconds) > 7 * 86_400) return formatDate(iso)
  const [unit, length] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? ['second', 1]
  return unit === 'second'
    ? relative.format(0, 'second')
    : relative.format(Math.round(seconds / length), unit)
}

/** "postcard-4x6" as a person says it: "Postcard 4 × 6 in". */
export function formatName(format: string): string {
  const words = format.replaceAll('-', ' ').replace(/(\d(?:\.\d+)?)x(\d+(?:\.\d+)?)/, '$1 × $2 in')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
