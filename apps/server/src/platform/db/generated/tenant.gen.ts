// Generated from the migrated catalog by `npm run db:generate`. Do not edit.
import type { ColumnType, Generated } from 'kysely'

/** jsonb: whatever JSON holds when read; written through `json(value)`. */
type Json = ColumnType<unknown, { toPostgres(): string } | null, { toPostgres(): string } | null>
type GeneratedJson = ColumnType<unknown, { toPostgres(): string } | undefined, { toPostgres(): string }>

export interface AudienceRecipient {
  tenant_id: Generated<string>
  id: Generated<string>
  list_id: string
  record_number: number | null
  first_name: string | null
  last_name: string | null
  company: string | null
  email: string | null
  email_norm: string | null
  phone: string | null
  phone_norm: string | null
  address_line1: string | null
  address_line2: string | null
  city: string | null
  state: string | null
  postal_code: string | null
  country: Generated<string>
  address_status: Generated<'unchecked' | 'verified' | 'corrected' | 'undeliverable'>
  fields: GeneratedJson
  duplicate_key: string | null
  contact_id: string | null
  is_seed: Generated<boolean>
  suppressed_at: string | null
  suppression_reason: string | null
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface AudienceRecipientList {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  description: string | null
  source: Generated<'upload' | 'purchase' | 'segment' | 'api' | 'import'>
  status: Generated<'mapping' | 'importing' | 'ready' | 'failed' | 'cancelled'>
  file_id: string | null
  file_facts: Json
  column_mapping: Json
  recipient_count: Generated<number>
  rejected_count: Generated<number>
  duplicate_count: Generated<number>
  import_cursor: Json
  rejects_file_id: string | null
  job_id: string | null
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface AudienceSeedAddress {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  first_name: string | null
  last_name: string | null
  company: string | null
  email: string | null
  address_line1: string
  address_line2: string | null
  city: string
  state: string | null
  postal_code: string
  country: Generated<string>
  active: Generated<boolean>
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface AudienceSuppression {
  tenant_id: Generated<string>
  id: Generated<string>
  kind: 'email' | 'phone' | 'address'
  value_hash: string
  reason: 'opt_out' | 'returned' | 'deceased' | 'erased' | 'complaint' | 'manual'
  source: Generated<string>
  created_by: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface AuditEntry {
  tenant_id: Generated<string>
  id: Generated<string>
  actor_id: string | null
  actor_role: string
  action: string
  resource: string
  resource_id: string | null
  changes: GeneratedJson
  request_id: string | null
  created_at: Generated<string>
}

export interface CampaignsCampaign {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  description: string | null
  channel: Generated<'direct_mail' | 'whatsapp' | 'ad'>
  owner_id: string | null
  team_id: string | null
  template_id: string | null
  template_version: number | null
  recipient_list_id: string | null
  config: GeneratedJson
  design_snapshot: Json
  variable_mappings_snapshot: Json
  assets_snapshot: Json
  engine_version: string | null
  landing_page_id: string | null
  link_method: Generated<'short' | 'signed' | 'sealed'>
  offer_code: string | null
  status: Generated<'draft' | 'generating' | 'ready' | 'approved' | 'printing' | 'mailed' | 'completed' | 'cancelled' | 'failed'>
  scheduled_at: string | null
  approved_at: string | null
  approved_by: string | null
  mailed_at: string | null
  total_recipients: Generated<number>
  generated: Generated<number>
  skipped: Generated<number>
  budget: number | null
  cost: number | null
  currency: Generated<string>
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
  variable_mappings: GeneratedJson
}

export interface CampaignsCampaignRecipient {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  recipient_id: string | null
  piece_number: number | null
  tracking_code: string | null
  variables: Json
  postal_code: string | null
  is_seed: Generated<boolean>
  status: Generated<'generated' | 'skipped' | 'printed' | 'mailed' | 'delivered' | 'returned' | 'cancelled'>
  skip_reason: string | null
  piece_reference: string | null
  sent_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface CampaignsCampaignStatusChange {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  from_status: string | null
  to_status: string
  reason: string | null
  actor_id: string | null
  created_at: Generated<string>
}

export interface CampaignsComment {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  body: string
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface CampaignsGenerationRun {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  job_id: string
  last_recipient_id: string | null
  pieces: Generated<number>
  skipped: Generated<number>
  pieces_finished_at: string | null
  finished_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface CampaignsPrintFile {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  generation_run_id: string
  part: number
  file_id: string
  first_piece: number
  last_piece: number
  records: number
  pages: number
  sha256: string
  engine_version: string
  created_at: Generated<string>
}

export interface DesignAsset {
  tenant_id: Generated<string>
  id: Generated<string>
  kind: 'image' | 'font' | 'logo' | 'background'
  name: string
  current_version: Generated<number>
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface DesignAssetVersion {
  tenant_id: Generated<string>
  id: Generated<string>
  asset_id: string
  version: number
  file_id: string
  width: number | null
  height: number | null
  dpi: number | null
  colour_space: string | null
  font_facts: Json
  created_by: string | null
  created_at: Generated<string>
}

export interface DesignTemplate {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  description: string | null
  category: string | null
  format: string
  status: Generated<'draft' | 'active' | 'archived'>
  current_version: Generated<number>
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface DesignTemplateVersion {
  tenant_id: Generated<string>
  id: Generated<string>
  template_id: string
  version: number
  document: Json
  variables: GeneratedJson
  variable_mappings: GeneratedJson
  findings: GeneratedJson
  sha256: string
  note: string | null
  created_by: string | null
  created_at: Generated<string>
}

export interface PlatformFile {
  tenant_id: Generated<string>
  id: Generated<string>
  storage_key: string
  name: string
  media_type: string
  bytes: number
  sha256: string
  purpose: 'asset' | 'upload' | 'rejects' | 'print' | 'preview' | 'export'
  created_by: string | null
  created_at: Generated<string>
}

export interface PlatformIdempotencyKey {
  tenant_id: Generated<string>
  id: Generated<string>
  actor_id: string
  key: string
  request_sha256: string
  effect_committed_at: string | null
  status: number | null
  response: Json
  created_at: Generated<string>
}

export interface PlatformJob {
  tenant_id: Generated<string>
  id: Generated<string>
  type: string
  state: Generated<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>
  resource: string | null
  resource_id: string | null
  input: GeneratedJson
  step: string | null
  done: Generated<number>
  total: number | null
  result: Json
  error_code: string | null
  error_message: string | null
  attempt: Generated<number>
  failures: Generated<number>
  losses: Generated<number>
  cancel_requested_at: string | null
  started_at: string | null
  finished_at: string | null
  created_by: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface PlatformOutbox {
  tenant_id: Generated<string>
  id: Generated<string>
  type: string
  resource: string
  resource_id: string | null
  data: GeneratedJson
  actor_id: string | null
  request_id: string | null
  created_at: Generated<string>
  tries: Generated<number>
  retry_at: string | null
  error: string | null
  processed_at: string | null
}

export interface PlatformSecret {
  tenant_id: Generated<string>
  id: Generated<string>
  purpose: 'code_signing' | 'code_sealing' | 'suppression' | 'visitor' | 'write_key'
  version: number
  key_id: string
  wrapped_key: string
  ciphertext: string
  retired_at: string | null
  created_at: Generated<string>
}

export interface PlatformWakeUp {
  tenant_id: Generated<string>
  id: Generated<string>
}

export interface TrackingConversion {
  tenant_id: Generated<string>
  id: Generated<string>
  type: 'form_submit' | 'purchase' | 'appointment' | 'call' | 'other'
  value: number | null
  currency: string | null
  campaign_id: string | null
  campaign_recipient_id: string | null
  event_id: string | null
  external_reference: string | null
  occurred_at: Generated<string>
  data: GeneratedJson
  created_by: string | null
  created_at: Generated<string>
}

export interface TrackingEvent {
  tenant_id: Generated<string>
  id: string
  type: 'qr_scan' | 'page_view' | 'button_click' | 'form_view' | 'form_start'
  campaign_id: string | null
  campaign_recipient_id: string | null
  landing_page_id: string | null
  occurred_at: string
  received_at: Generated<string>
  visitor: string | null
  device_class: 'phone' | 'tablet' | 'desktop' | 'other' | null
  referrer_host: string | null
  is_bot: Generated<boolean>
  bot_class: string | null
  properties: GeneratedJson
}

export interface TrackingFormSubmission {
  tenant_id: Generated<string>
  id: Generated<string>
  landing_page_id: string
  campaign_id: string | null
  campaign_recipient_id: string | null
  conversion_id: string | null
  answers: Json
  consent: Generated<boolean>
  is_test: Generated<boolean>
  created_at: Generated<string>
}

export interface TrackingLandingPage {
  tenant_id: Generated<string>
  id: Generated<string>
  slug: string
  title: string
  document: Json
  status: Generated<'draft' | 'published' | 'archived'>
  version: Generated<number>
  created_by: string | null
  updated_by: string | null
  row_version: Generated<number>
  deleted_at: string | null
  legacy_id: string | null
  origin: string | null
  metadata: GeneratedJson
  created_at: Generated<string>
  updated_at: Generated<string>
}

export interface TrackingLink {
  tenant_id: Generated<string>
  id: Generated<string>
  code: string
  campaign_id: string
  campaign_recipient_id: string
  method: 'short' | 'signed' | 'sealed'
  expires_at: string | null
  revoked_at: string | null
  created_at: Generated<string>
}

export interface TrackingVisitorKey {
  tenant_id: Generated<string>
  id: Generated<string>
  day: string
  key: Uint8Array
  created_at: Generated<string>
}

export interface TenantDatabase {
  'audience.recipient': AudienceRecipient
  'audience.recipient_list': AudienceRecipientList
  'audience.seed_address': AudienceSeedAddress
  'audience.suppression': AudienceSuppression
  'audit.entry': AuditEntry
  'campaigns.campaign': CampaignsCampaign
  'campaigns.campaign_recipient': CampaignsCampaignRecipient
  'campaigns.campaign_status_change': CampaignsCampaignStatusChange
  'campaigns.comment': CampaignsComment
  'campaigns.generation_run': CampaignsGenerationRun
  'campaigns.print_file': CampaignsPrintFile
  'design.asset': DesignAsset
  'design.asset_version': DesignAssetVersion
  'design.template': DesignTemplate
  'design.template_version': DesignTemplateVersion
  'platform.file': PlatformFile
  'platform.idempotency_key': PlatformIdempotencyKey
  'platform.job': PlatformJob
  'platform.outbox': PlatformOutbox
  'platform.secret': PlatformSecret
  'platform.wake_up': PlatformWakeUp
  'tracking.conversion': TrackingConversion
  'tracking.event': TrackingEvent
  'tracking.form_submission': TrackingFormSubmission
  'tracking.landing_page': TrackingLandingPage
  'tracking.link': TrackingLink
  'tracking.visitor_key': TrackingVisitorKey
}
