import { z } from 'zod'
import { resource } from '../kit/resource.ts'

const EDIT = 'create update'

/** What the print engine has to say about a design; `path` names the element, as `pages[0].canvas.objects[2].src`. */
export const DesignFinding = z
  .object({
    severity: z.enum(['error', 'warning', 'info']),
    rule: z.string(),
    path: z.string(),
    message: z.string(),
  })
  .meta({ id: 'DesignFinding' })
export type DesignFinding = z.infer<typeof DesignFinding>

/** A design that campaigns are made from; its content lies in its versions. */
export const template = resource(
  'design.template',
  {
    name: { write: EDIT, filter: 'eq prefix', sort: true },
    description: { write: EDIT },
    category: { write: EDIT, filter: 'eq in' },
    format: { filter: 'eq in' },
    status: { write: 'update', filter: 'eq in' },
    current_version: {},
    updated_by: {},
    metadata: { write: EDIT },
  },
  {
    path: 'templates',
    permission: 'template',
    tag: 'design',
    title: 'template',
    name: 'Template',
    verbs: ['list', 'get', 'update', 'delete'],
    defaultSort: '-id',
  },
)

/** A saved state of a template, without its document. */
export const TemplateVersionSummary = z
  .object({
    id: z.guid(),
    template_id: z.guid(),
    version: z.int(),
    variables: z.array(z.string()).describe('names that the design reads from a person’s row'),
    findings: z.array(DesignFinding),
    sha256: z.string().describe('of the document in canonical form'),
    note: z.string().nullable(),
    created_by: z.guid().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'TemplateVersionSummary' })
export type TemplateVersionSummary = z.infer<typeof TemplateVersionSummary>

/** One saved state of a template; never changed. */
export const TemplateVersion = TemplateVersionSummary.extend({
  document: z.record(z.string(), z.unknown()).describe('design document of the print engine'),
}).meta({ id: 'TemplateVersion' })
export type TemplateVersion = z.infer<typeof TemplateVersion>

const document = z
  .record(z.string(), z.unknown())
  .describe('A design document, or bare Fabric JSON (canvas.toJSON()) together with `format`.')

export const NewTemplate = z
  .strictObject({
    name: z.string().min(1).max(200),
    description: z.string().max(2000).nullable().optional(),
    category: z.string().max(60).nullable().optional(),
    format: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('Format (postcard-4x6) or size (6x4in), where the document names none.'),
    document,
    note: z.string().max(500).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'NewTemplate' })
export type NewTemplate = z.infer<typeof NewTemplate>

export const NewTemplateVersion = z
  .strictObject({
    document,
    note: z.string().max(500).optional(),
  })
  .meta({ id: 'NewTemplateVersion' })
export type NewTemplateVersion = z.infer<typeof NewTemplateVersion>

/** A template with the version that is in use. */
export const TemplateWithVersion = z
  .object({ template: template.readSchema, version: TemplateVersion })
  .meta({ id: 'TemplateWithVersion' })

export const ASSET_KINDS = ['image', 'font', 'logo', 'background'] as const

/** An image or font that designs name by its name. Content comes by upload. */
export const asset = resource(
  'design.asset',
  {
    kind: { filter: 'eq in' },
    name: { filter: 'eq prefix', sort: true },
    current_version: {},
    updated_by: {},
    metadata: { write: 'update' },
  },
  {
    path: 'assets',
    permission: 'asset',
    tag: 'design',
    title: 'asset',
    name: 'Asset',
    verbs: ['list', 'update', 'delete'],
    defaultSort: '-id',
  },
)

/** What a font file says of itself. */
export const FontFacts = z
  .object({
    family: z.string(),
    subfamily: z.string(),
    weight: z.int(),
    italic: z.boolean(),
    glyphs: z.int(),
    format: z.enum(['ttf', 'otf']),
  })
  .meta({ id: 'FontFacts' })
export type FontFacts = z.infer<typeof FontFacts>

/** One upload of an asset; never changed. */
export const AssetVersion = z
  .object({
    id: z.guid(),
    asset_id: z.guid(),
    version: z.int(),
    media_type: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    width: z.int().nullable().describe('pixels, of images'),
    height: z.int().nullable(),
    dpi: z.int().nullable().describe('as the file says; null where it says nothing'),
    colour_space: z.string().nullable(),
    font_facts: FontFacts.nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'AssetVersion' })
export type AssetVersion = z.infer<typeof AssetVersion>

/** An asset with its current content. */
export const AssetWithVersion = z
  .object({ ...asset.readSchema.shape, version: AssetVersion })
  .meta({ id: 'AssetWithVersion' })

const Zone = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })

/** A printed format; every length in inches, origin at the top left corner of the bleed. */
export const PrintFormat = z
  .object({
    name: z.string(),
    title: z.string(),
    width: z.number().describe('of the trimmed page'),
    height: z.number(),
    bleed: z.number(),
    safe: z.number(),
    address: Zone.extend({ page: z.enum(['front', 'back']) }).nullable(),
    folds: z.array(z.object({ axis: z.enum(['vertical', 'horizontal']), at: z.number() })),
  })
  .meta({ id: 'PrintFormat' })
