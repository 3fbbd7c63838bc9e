import { z } from 'zod'
import { resource } from '../kit/resource.ts'

/** Where a campaign stands. Changed by actions only; see {@link CAMPAIGN_STEPS}. */
export const CAMPAIGN_STATUSES = [
  'draft',
  'generating',
  'ready',
  'approved',
  'printing',
  'mailed',
  'completed',
  'cancelled',
  'failed',
] as const
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number]

/**
 * The steps that are allowed, and no others. Pieces exist from `ready` on; what is back in `draft` has none. Once the
 * cards are with the post there is no way back, and no way to cancel.
 */
export const CAMPAIGN_STEPS: Readonly<Record<CampaignStatus, readonly CampaignStatus[]>> = {
  draft: ['generating', 'cancelled'],
  generating: ['ready', 'failed', 'draft', 'cancelled'],
  ready: ['approved', 'draft', 'cancelled'],
  approved: ['printing', 'draft', 'cancelled'],
  printing: ['mailed', 'cancelled'],
  mailed: ['completed'],
  completed: [],
  cancelled: [],
  failed: ['generating', 'draft', 'cancelled'],
}

/** True where the status may change so. */
export function mayStep(from: CampaignStatus, to: CampaignStatus): boolean {
  return CAMPAIGN_STEPS[from].includes(to)
}

/**
 * Where the value of a variable comes from: a column of the recipient (`first_name`, `full_name`, `fields.member`),
 * a fixed value for everybody, or null for "empty on purpose".
 */
export const VariableSource = z.union([
  z
    .string()
    .regex(
      /^(?:[a-z][a-z0-9_]*|fields\..{1,200})$/,
      'a column of the recipient, or fields.<name of a column of the file>',
    ),
  z.strictObject({ value: z.string().max(2000) }),
  z.null(),
])
export type VariableSource = z.infer<typeof VariableSource>

/** Variable of the design -> where its value comes from. Names beside those of the design are kept for the landing page. */
export const VariableMapping = z
  .record(z.string().regex(/^[A-Za-z_]\w{0,99}$/), VariableSource)
  .meta({ id: 'VariableMapping' })
export type VariableMapping = z.infer<typeof VariableMapping>

const DRAFT = 'update'

/** One mailing: a frozen design, a list, and what became of it. */
export const campaign = resource(
  'campaigns.campaign',
  {
    name: { write: 'update', filter: 'eq prefix', sort: true },
    description: { write: 'update' },
    channel: { filter: 'eq' },
    owner_id: { write: 'update', filter: 'eq' },
    team_id: { write: 'update', filter: 'eq' },
    template_id: { write: DRAFT, filter: 'eq in' },
    template_version: { write: DRAFT },
    recipient_list_id: { write: DRAFT, filter: 'eq in' },
    variable_mappings: { write: DRAFT, schema: VariableMapping },
    landing_page_id: { write: DRAFT, filter: 'eq in' },
    link_method: { write: DRAFT, filter: 'eq' },
    offer_code: { write: DRAFT },
    scheduled_at: { write: 'update' },
    status: { filter: 'eq in' },
    engine_version: {},
    approved_at: {},
    approved_by: {},
    mailed_at: { filter: 'gte lt' },
    total_recipients: {},
    generated: {},
    skipped: {},
    budget: { write: 'update' },
    cost: { write: 'update' },
    currency: {},
    updated_by: {},
    legacy_id: { filter: 'eq' },
    origin: { filter: 'eq' },
    metadata: { write: 'update' },
  },
  {
    path: 'campaigns',
    permission: 'campaign',
    tag: 'campaigns',
    title: 'campaign',
    name: 'Campaign',
    verbs: ['list', 'get', 'update', 'delete'],
    defaultSort: '-id',
  },
)

/** Template and list are enough; everything else has a sensible beginning and can be changed while it is a draft. */
export const NewCampaign = z
  .strictObject({
    template_id: z.guid(),
    recipient_list_id: z.guid(),
    name: z.string().min(1).max(200).optional().describe('Made of template and list where absent.'),
    description: z.string().max(2000).nullable().optional(),
    template_version: z.int().min(1).optional().describe('The current one where absent.'),
    landing_page_id: z.guid().nullable().optional(),
    link_method: z.enum(['short', 'signed', 'sealed']).optional(),
    offer_code: z.string().max(60).nullable().optional(),
    variable_mappings: VariableMapping.optional().describe('Guessed from the names where absent.'),
    owner_id: z.guid().nullable().optional(),
    team_id: z.guid().nullable().optional(),
    scheduled_at: z.iso.datetime({ offset: true }).nullable().optional(),
    budget: z.int().min(0).nullable().optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'NewCampaign' })
export type NewCampaign = z.infer<typeof NewCampaign>

export const GenerateCampaign = z
  .strictObject({
    records_per_file: z
      .int()
      .min(100)
      .max(100_000)
      .default(10_000)
      .describe('Pieces in one print file; a larger campaign gets several.'),
  })
  .meta({ id: 'GenerateCampaign' })

/** Body of an action that changes the status. */
export const StatusReason = z
  .strictObject({ reason: z.string().min(1).max(500).optional() })
  .meta({ id: 'StatusReason' })

/** How the variables of a draft get their values, and what is still open. */
export const MappingReport = z
  .object({
    variables: z.array(
      z.object({
        name: z.string(),
        required: z.boolean().describe('False where the design has something to print in its place.'),
        source: VariableSource.optional(),
        supplied: z.boolean().describe('True for tracking_url and tracking_code, which Lettershop makes.'),
      }),
    ),
    columns: z.array(z.string()).describe('Sources that the list offers.'),
    missing: z.array(z.string()).describe('Variables that stand in the way of a generation.'),
  })
  .meta({ id: 'MappingReport' })

export const PIECE_STATUSES = [
  'generated',
  'skipped',
  'printed',
  'mailed',
  'delivered',
  'returned',
  'cancelled',
] as const

/** One person's piece. */
export const campaignRecipient = resource(
  'campaigns.campaign_recipient',
  {
    campaign_id: {},
    recipient_id: { filter: 'eq in' },
    piece_number: { filter: 'eq gte lt' },
    tracking_code: { filter: 'eq' },
    variables: {},
    postal_code: { filter: 'eq prefix' },
    is_seed: { filter: 'eq' },
    status: { filter: 'eq in' },
    skip_reason: {},
    piece_reference: { filter: 'eq' },
    sent_at: { filter: 'gte lt' },
  },
  {
    path: 'campaigns/{campaign_id}/recipients',
    permission: 'campaign_recipient',
    tag: 'campaigns',
    title: 'piece of a campaign',
    name: 'CampaignRecipientRow',
    verbs: [],
    defaultSort: 'id',
  },
)

/** The piece as answers carry it, with the addresses of what is made on demand. */
export const CampaignRecipient = z
  .object({
    ...campaignRecipient.readSchema.shape,
    qr_code_url: z.string().nullable().describe('what the printed code says'),
    personalized_pdf_url: z.string().nullable().describe('address of the PDF of this piece'),
    personalized_png_url: z.string().nullable().describe('address of its picture; ?page=2 for the back'),
    personalized_canvas_json_url: z
      .string()
      .nullable()
      .describe('address of its design with the values in it'),
  })
  .meta({ id: 'CampaignRecipient' })
export type CampaignRecipient = z.infer<typeof CampaignRecipient>

/** One piece; with `?include=personalized_canvas_json` its design too. */
export const CampaignRecipientDetail = CampaignRecipient.extend({
  personalized_canvas_json: z.record(z.string(), z.unknown()).optional(),
}).meta({ id: 'CampaignRecipientDetail' })

/** The design as it was frozen when generation began. */
export const CampaignOriginal = z
  .object({
    campaign_id: z.guid(),
    engine_version: z.string(),
    design_snapshot: z.record(z.string(), z.unknown()),
    variable_mappings_snapshot: VariableMapping,
    assets_snapshot: z.record(
      z.string(),
      z.object({ file_id: z.guid(), sha256: z.string(), version: z.int(), media_type: z.string() }),
    ),
  })
  .meta({ id: 'CampaignOriginal' })
export type CampaignOriginal = z.infer<typeof CampaignOriginal>

export const PrintFile = z
  .object({
    id: z.guid(),
    campaign_id: z.guid(),
    part: z.int(),
    name: z.string(),
    first_piece: z.int(),
    last_piece: z.int(),
    records: z.int(),
    pages: z.int(),
    bytes: z.int(),
    sha256: z.string(),
    engine_version: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'PrintFile' })
export type PrintFile = z.infer<typeof PrintFile>

export const CampaignStatusChange = z
  .object({
    id: z.guid(),
    from_status: z.enum(CAMPAIGN_STATUSES).nullable(),
    to_status: z.enum(CAMPAIGN_STATUSES),
    reason: z.string().nullable(),
    actor_id: z.guid().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'CampaignStatusChange' })
export type CampaignStatusChange = z.infer<typeof CampaignStatusChange>

export const CampaignComment = z
  .object({
    id: z.guid(),
    campaign_id: z.guid(),
    body: z.string(),
    created_by: z.guid().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'CampaignComment' })
export type CampaignComment = z.infer<typeof CampaignComment>

export const NewCampaignComment = z
  .strictObject({ body: z.string().trim().min(1).max(4000) })
  .meta({ id: 'NewCampaignComment' })
