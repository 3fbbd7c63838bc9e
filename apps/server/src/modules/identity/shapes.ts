import { ROLES } from '@lettershop/contracts/permissions'
import { z } from 'zod'
import { PASSWORD_LENGTH } from './better-auth.ts'
import { SLUG } from './slug.ts'

/** Shapes that several routes of identity share. JSON names are column names. */
export const Time = z.iso.datetime()
export const RoleName = z.enum(ROLES)
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'Leave out control characters.')
/** ASCII only, as Zod's grammar has it: no look-alike letters, no second spelling of one address. */
export const Email = z
  .string()
  .trim()
  .max(320)
  .toLowerCase()
  .pipe(z.email({ message: 'This is not an e-mail address.' }))
export const NewPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max)
export const Slug = z.string().regex(SLUG, 'Use lower-case letters, digits and hyphens.')
export const Currency = z.string().refine(isCurrency, 'Use an ISO 4217 code such as USD.')
export const TimeZone = z.string().max(64).refine(isTimeZone, 'Use an IANA name such as Europe/Berlin.')
export const Units = z.enum(['imperial', 'metric'])
export const ById = z.object({ org: z.string(), id: z.uuid() })

export const Organization = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  region: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  units: Units,
  mode: z.enum(['live', 'test']),
  created_at: Time,
})

/** A list that is short by nature and comes whole. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next: z.null() })

/** ISO-8601 in UTC of a timestamp as the driver gives it. */
export function iso(value: Date | string): string {
  return new Date(value).toISOString()
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
