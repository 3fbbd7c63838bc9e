import { z } from 'zod'

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const storable = (text: string) => !text.includes('\0') && text.isWellFormed()

/** Text that may hold Liquid (`{{ first_name }}`), filled in with the values of the piece; shown as text, never as HTML. */
const text = (longest: number) =>
  z.string().max(longest).refine(storable, { message: 'contains a character that cannot be stored' })

const words = (longest: number) => text(longest).min(1)

/** Name of an uploaded image; never an address elsewhere, so that no visitor is told to third parties. */
const imageName = words(200).describe('name of an uploaded image')

/**
 * Where a button leads. Only http and https, no credentials, no control characters: checked again when the link is
 * followed, because documents also come by import.
 */
export function isSafeTarget(address: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!/^https?:\/\/[^/\\]/i.test(address) || /[\u0000-\u0020\u007f-\u009f\\]/.test(address)) return false
  try {
    const url = new URL(address)
    return (
      (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
    )
  } catch {
    return false
  }
}

const target = z
  .string()
  .max(2000)
  .refine(isSafeTarget, { message: 'must be a plain http:// or https:// address without a user name' })

export const FORM_FIELD_TYPES = [
  'text',
  'email',
  'tel',
  'number',
  'date',
  'textarea',
  'select',
  'checkbox',
] as const

/** Names that the page's own hidden fields have. */
export const RESERVED_FIELDS: readonly string[] = ['c', 'form', 'token', 'website']

/** One question of a form. A checkbox named `consent` is kept as the visitor's consent. */
export const FormField = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,49}$/, 'small letters, digits and _, a letter first')
      .refine(name => !RESERVED_FIELDS.includes(name), { message: 'this name is taken by the page itself' }),
    label: words(200),
    type: z.enum(FORM_FIELD_TYPES).default('text'),
    required: z.boolean().default(false),
    placeholder: text(200).optional(),
    options: z.array(words(200)).min(1).max(50).optional().describe('of a select'),
    value: text(500).optional().describe('filled in beforehand; may hold Liquid'),
  })
  .refine(field => field.type !== 'select' || field.options !== undefined, {
    message: 'a select needs options',
    path: ['options'],
  })
export type FormField = z.infer<typeof FormField>

const HeroBlock = z.strictObject({
  type: z.literal('hero'),
  title: words(200),
  text: text(1000).optional(),
  image: imageName.optional(),
  image_alt: text(300).optional(),
})

const TextBlock = z.strictObject({
  type: z.literal('text'),
  title: text(200).optional(),
  text: words(10_000).describe('an empty line begins a new paragraph'),
})

const ImageBlock = z.strictObject({
  type: z.literal('image'),
  image: imageName,
  alt: text(300).default(''),
  caption: text(300).optional(),
})

const OfferBlock = z.strictObject({
  type: z.literal('offer'),
  title: words(200),
  text: text(2000).optional(),
  code: text(200).optional().describe('what to show at the register; may hold Liquid'),
  note: text(500).optional().describe('small print'),
})

const FormBlock = z
  .strictObject({
    type: z.literal('form'),
    title: text(200).optional(),
    text: text(2000).optional(),
    fields: z.array(FormField).min(1).max(30),
    button: words(100).default('Send'),
    thanks: words(2000).default('Thank you. We have received your message.'),
    value: z
      .int()
      .min(0)
      .optional()
      .describe('worth of one answer in minor units; counted as conversion value'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
  })
  .refine(form => (form.value === undefined) === (form.currency === undefined), {
    message: 'value and currency come together',
    path: ['currency'],
  })
  .refine(form => new Set(form.fields.map(field => field.name)).size === form.fields.length, {
    message: 'every field needs a name of its own',
    path: ['fields'],
  })
export type FormBlock = z.infer<typeof FormBlock>

const ButtonBlock = z.strictObject({ type: z.literal('button'), label: words(100), url: target })

export const LandingPageBlock = z.discriminatedUnion('type', [
  HeroBlock,
  TextBlock,
  ImageBlock,
  OfferBlock,
  FormBlock,
  ButtonBlock,
])
export type LandingPageBlock = z.infer<typeof LandingPageBlock>

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #2f5d3a')

export const LandingPageTheme = z.strictObject({
  accent: colour.default('#2f5d3a').describe('buttons and the offer'),
  background: colour.default('#faf8f3'),
  typeface: z.enum(['serif', 'sans']).default('serif').describe('of headings'),
})
export type LandingPageTheme = z.infer<typeof LandingPageTheme>

/** What a landing page shows, from top to bottom. */
export const LandingPageDocument = z
  .strictObject({
    blocks: z.array(LandingPageBlock).min(1).max(60),
    theme: LandingPageTheme.optional(),
  })
  .meta({ id: 'LandingPageDocument' })
export type LandingPageDocument = z.infer<typeof LandingPageDocument>
