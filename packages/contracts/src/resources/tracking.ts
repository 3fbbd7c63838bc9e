import { z } from 'zod'
import { pageOf } from '../kit/list.ts'
import { resource } from '../kit/resource.ts'
import { LandingPageDocument } from './landing-page.ts'

export * from './landing-page.ts'

const EDIT = 'create update'

/** The page that a scan opens. */
export const landingPage = resource(
  'tracking.landing_page',
  {
    slug: { write: EDIT, filter: 'eq prefix', sort: true },
    title: { write: EDIT, filter: 'eq prefix', sort: true },
    document: { write: EDIT, schema: LandingPageDocument },
    status: { filter: 'eq in' },
    version: {},
    updated_by: {},
    metadata: { write: EDIT },
  },
  {
    path: 'landing-pages',
    permission: 'landing_page',
    tag: 'tracking',
    title: 'landing page',
    name: 'LandingPage',
    verbs: ['list', 'get', 'create', 'update', 'delete'],
    defaultSort: '-id',
  },
)

export const CONVERSION_TYPES = ['form_submit', 'purchase', 'appointment', 'call', 'other'] as const

/** What a piece led to. */
export const conversion = resource(
  'tracking.conversion',
  {
    type: { filter: 'eq in' },
    value: {},
    currency: { filter: 'eq' },
    campaign_id: { filter: 'eq in' },
    campaign_recipient_id: { filter: 'eq in' },
    event_id: {},
    external_reference: { filter: 'eq' },
    occurred_at: { filter: 'gte lt', sort: true },
    data: {},
  },
  {
    path: 'conversions',
    permission: 'conversion',
    tag: 'tracking',
    title: 'conversion',
    name: 'Conversion',
    verbs: ['list', 'get'],
    defaultSort: '-id',
  },
)

const plainText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(text => !text.includes('\0') && text.isWellFormed(), {
      message: 'contains a character that cannot be stored',
    })

/** A conversion of a piece (by its code or id), or of a campaign as a whole. */
export const NewConversion = z
  .strictObject({
    type: z.enum(CONVERSION_TYPES),
    tracking_code: z
      .string()
      .min(16)
      .max(400)
      .optional()
      .describe('as printed; case and hyphens do not matter'),
    campaign_recipient_id: z.guid().optional(),
    campaign_id: z.guid().optional().describe('where no single piece is known'),
    value: z.int().min(0).optional().describe('in minor units of currency: 1999 is 19.99'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    external_reference: plainText(200)
      .optional()
      .describe('order number or the like; the same one of a type counts once'),
    occurred_at: z.iso.datetime({ offset: true }).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(
    body =>
      [body.tracking_code, body.campaign_recipient_id, body.campaign_id].filter(one => one !== undefined)
        .length === 1,
    {
      message: 'name exactly one of tracking_code, campaign_recipient_id and campaign_id',
      path: ['tracking_code'],
    },
  )
  .refine(body => (body.value === undefined) === (body.currency === undefined), {
    message: 'value and currency come together',
    path: ['currency'],
  })
  .meta({ id: 'NewConversion' })
export type NewConversion = z.infer<typeof NewConversion>

/** What somebody entered on a landing page. */
export const formSubmission = resource(
  'tracking.form_submission',
  {
    landing_page_id: { filter: 'eq in' },
    campaign_id: { filter: 'eq in' },
    campaign_recipient_id: { filter: 'eq in' },
    conversion_id: {},
    answers: { schema: z.record(z.string(), z.string()) },
    consent: { filter: 'eq' },
    is_test: { filter: 'eq' },
  },
  {
    path: 'form-submissions',
    permission: 'form_submission',
    tag: 'tracking',
    title: 'form submission',
    name: 'FormSubmission',
    verbs: ['list', 'get', 'delete'],
    defaultSort: '-id',
  },
)

export const EVENT_TYPES = ['qr_scan', 'page_view', 'button_click', 'form_view', 'form_start'] as const
export type EventType = (typeof EVENT_TYPES)[number]
export const DEVICE_CLASSES = ['phone', 'tablet', 'desktop', 'other'] as const
export type DeviceClass = (typeof DEVICE_CLASSES)[number]

/** Something that a recipient, or a program in their name, did. */
export const CampaignEvent = z
  .object({
    id: z.guid(),
    type: z.enum(EVENT_TYPES),
    campaign_recipient_id: z.guid().nullable(),
    landing_page_id: z.guid().nullable(),
    occurred_at: z.string(),
    received_at: z.string(),
    visitor: z.string().nullable().describe('the same person within a day; nobody can tell who'),
    device_class: z.enum(DEVICE_CLASSES).nullable(),
    referrer_host: z.string().nullable(),
    is_bot: z.boolean().describe('true for programs and prefetches: kept, never counted'),
    bot_class: z.string().nullable(),
    properties: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CampaignEvent' })
export type CampaignEvent = z.infer<typeof CampaignEvent>
export const CampaignEventPage = pageOf(CampaignEvent).meta({ id: 'CampaignEventPage' })

const count = z.int().min(0)

/** How far the pieces of a campaign came. Every step counts pieces, each once; seeds and programs are left out. */
export const Funnel = z
  .object({
    campaign_id: z.guid(),
    pieces: count.describe('pieces of people on the list'),
    scanned: count.describe('pieces of which the code was scanned'),
    visited: count.describe('pieces that led to the landing page'),
    converted: count.describe('pieces with at least one conversion'),
    conversions: count.describe('all conversions, those of the campaign as a whole too'),
    value: z.array(z.object({ currency: z.string(), value: count })).describe('minor units, by currency'),
    scans: count.describe('scans, repeated ones too'),
    visits: count.describe('page views, repeated ones too'),
    bots: count.describe('events of programs and prefetches, not counted above'),
    seeds: z
      .object({ pieces: count, scanned: count, visited: count, converted: count })
      .describe('the same steps of your own seed and proof pieces'),
    lost: count.describe('scans of the organization since this campaign was made that could not be kept'),
  })
  .meta({ id: 'Funnel' })
export type Funnel = z.infer<typeof Funnel>

/** One day of a campaign in the time zone of the organization. */
export const TimelineDay = z
  .object({
    day: z.iso.date(),
    scanned: count,
    visited: count,
    converted: count,
    scans: count,
    visits: count,
  })
  .describe('pieces on that day; scans and visits count every event')
export const Timeline = z
  .object({ time_zone: z.string(), data: z.array(TimelineDay) })
  .meta({ id: 'Timeline' })

export const AREA_KINDS = ['zip3', 'state'] as const

/** What came back from one area. */
export const AreaResults = z
  .object({
    by: z.enum(AREA_KINDS),
    data: z.array(
      z.object({
        area: z.string().nullable().describe('null where the piece has none'),
        pieces: count,
        scanned: count,
        visited: count,
        converted: count,
      }),
    ),
  })
  .meta({ id: 'AreaResults' })
