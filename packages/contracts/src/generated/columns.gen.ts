// Generated from the migrated catalog by `npm run db:generate`. Do not edit.
import type { TableFacts } from '../kit/column-fact.ts'

export interface Rows {
  'audience.recipient': {
    tenant_id: string
    id: string
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
    country: string
    address_status: 'unchecked' | 'verified' | 'corrected' | 'undeliverable'
    fields: Record<string, unknown>
    duplicate_key: string | null
    contact_id: string | null
    is_seed: boolean
    suppressed_at: string | null
    suppression_reason: string | null
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'audience.recipient_list': {
    tenant_id: string
    id: string
    name: string
    description: string | null
    source: 'upload' | 'purchase' | 'segment' | 'api' | 'import'
    status: 'mapping' | 'importing' | 'ready' | 'failed' | 'cancelled'
    file_id: string | null
    file_facts: unknown | null
    column_mapping: unknown | null
    recipient_count: number
    rejected_count: number
    duplicate_count: number
    import_cursor: unknown | null
    rejects_file_id: string | null
    job_id: string | null
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'audience.seed_address': {
    tenant_id: string
    id: string
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
    country: string
    active: boolean
    created_by: string | null
    updated_by: string | null
    row_version: number
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'audience.suppression': {
    tenant_id: string
    id: string
    kind: 'email' | 'phone' | 'address'
    value_hash: string
    reason: 'opt_out' | 'returned' | 'deceased' | 'erased' | 'complaint' | 'manual'
    source: string
    created_by: string | null
    created_at: string
    updated_at: string
  }
  'audit.entry': {
    tenant_id: string
    id: string
    actor_id: string | null
    actor_role: string
    action: string
    resource: string
    resource_id: string | null
    changes: Record<string, unknown>
    request_id: string | null
    created_at: string
  }
  'campaigns.campaign': {
    tenant_id: string
    id: string
    name: string
    description: string | null
    channel: 'direct_mail' | 'whatsapp' | 'ad'
    owner_id: string | null
    team_id: string | null
    template_id: string | null
    template_version: number | null
    recipient_list_id: string | null
    config: Record<string, unknown>
    design_snapshot: unknown | null
    variable_mappings_snapshot: unknown | null
    assets_snapshot: unknown | null
    engine_version: string | null
    landing_page_id: string | null
    link_method: 'short' | 'signed' | 'sealed'
    offer_code: string | null
    status: 'draft' | 'generating' | 'ready' | 'approved' | 'printing' | 'mailed' | 'completed' | 'cancelled' | 'failed'
    scheduled_at: string | null
    approved_at: string | null
    approved_by: string | null
    mailed_at: string | null
    total_recipients: number
    generated: number
    skipped: number
    budget: number | null
    cost: number | null
    currency: string
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
    variable_mappings: Record<string, unknown>
  }
  'campaigns.campaign_recipient': {
    tenant_id: string
    id: string
    campaign_id: string
    recipient_id: string | null
    piece_number: number | null
    tracking_code: string | null
    variables: unknown
    postal_code: string | null
    is_seed: boolean
    status: 'generated' | 'skipped' | 'printed' | 'mailed' | 'delivered' | 'returned' | 'cancelled'
    skip_reason: string | null
    piece_reference: string | null
    sent_at: string | null
    created_at: string
    updated_at: string
  }
  'campaigns.campaign_status_change': {
    tenant_id: string
    id: string
    campaign_id: string
    from_status: string | null
    to_status: string
    reason: string | null
    actor_id: string | null
    created_at: string
  }
  'campaigns.comment': {
    tenant_id: string
    id: string
    campaign_id: string
    body: string
    created_by: string | null
    updated_by: string | null
    row_version: number
    created_at: string
    updated_at: string
  }
  'campaigns.generation_run': {
    tenant_id: string
    id: string
    campaign_id: string
    job_id: string
    last_recipient_id: string | null
    pieces: number
    skipped: number
    pieces_finished_at: string | null
    finished_at: string | null
    created_at: string
    updated_at: string
  }
  'campaigns.print_file': {
    tenant_id: string
    id: string
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
    created_at: string
  }
  'design.asset': {
    tenant_id: string
    id: string
    kind: 'image' | 'font' | 'logo' | 'background'
    name: string
    current_version: number
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'design.asset_version': {
    tenant_id: string
    id: string
    asset_id: string
    version: number
    file_id: string
    width: number | null
    height: number | null
    dpi: number | null
    colour_space: string | null
    font_facts: unknown | null
    created_by: string | null
    created_at: string
  }
  'design.template': {
    tenant_id: string
    id: string
    name: string
    description: string | null
    category: string | null
    format: string
    status: 'draft' | 'active' | 'archived'
    current_version: number
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'design.template_version': {
    tenant_id: string
    id: string
    template_id: string
    version: number
    document: unknown
    variables: unknown[]
    variable_mappings: Record<string, unknown>
    findings: unknown[]
    sha256: string
    note: string | null
    created_by: string | null
    created_at: string
  }
  'platform.file': {
    tenant_id: string
    id: string
    storage_key: string
    name: string
    media_type: string
    bytes: number
    sha256: string
    purpose: 'asset' | 'upload' | 'rejects' | 'print' | 'preview' | 'export'
    created_by: string | null
    created_at: string
  }
  'platform.idempotency_key': {
    tenant_id: string
    id: string
    actor_id: string
    key: string
    request_sha256: string
    effect_committed_at: string | null
    status: number | null
    response: unknown | null
    created_at: string
  }
  'platform.job': {
    tenant_id: string
    id: string
    type: string
    state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
    resource: string | null
    resource_id: string | null
    input: Record<string, unknown>
    step: string | null
    done: number
    total: number | null
    result: unknown | null
    error_code: string | null
    error_message: string | null
    attempt: number
    failures: number
    losses: number
    cancel_requested_at: string | null
    started_at: string | null
    finished_at: string | null
    created_by: string | null
    created_at: string
    updated_at: string
  }
  'platform.outbox': {
    tenant_id: string
    id: string
    type: string
    resource: string
    resource_id: string | null
    data: Record<string, unknown>
    actor_id: string | null
    request_id: string | null
    created_at: string
    tries: number
    retry_at: string | null
    error: string | null
    processed_at: string | null
  }
  'platform.secret': {
    tenant_id: string
    id: string
    purpose: 'code_signing' | 'code_sealing' | 'suppression' | 'visitor' | 'write_key'
    version: number
    key_id: string
    wrapped_key: string
    ciphertext: string
    retired_at: string | null
    created_at: string
  }
  'platform.wake_up': {
    tenant_id: string
    id: string
  }
  'tracking.conversion': {
    tenant_id: string
    id: string
    type: 'form_submit' | 'purchase' | 'appointment' | 'call' | 'other'
    value: number | null
    currency: string | null
    campaign_id: string | null
    campaign_recipient_id: string | null
    event_id: string | null
    external_reference: string | null
    occurred_at: string
    data: Record<string, unknown>
    created_by: string | null
    created_at: string
  }
  'tracking.event': {
    tenant_id: string
    id: string
    type: 'qr_scan' | 'page_view' | 'button_click' | 'form_view' | 'form_start'
    campaign_id: string | null
    campaign_recipient_id: string | null
    landing_page_id: string | null
    occurred_at: string
    received_at: string
    visitor: string | null
    device_class: 'phone' | 'tablet' | 'desktop' | 'other' | null
    referrer_host: string | null
    is_bot: boolean
    bot_class: string | null
    properties: Record<string, unknown>
  }
  'tracking.form_submission': {
    tenant_id: string
    id: string
    landing_page_id: string
    campaign_id: string | null
    campaign_recipient_id: string | null
    conversion_id: string | null
    answers: unknown
    consent: boolean
    is_test: boolean
    created_at: string
  }
  'tracking.landing_page': {
    tenant_id: string
    id: string
    slug: string
    title: string
    document: unknown
    status: 'draft' | 'published' | 'archived'
    version: number
    created_by: string | null
    updated_by: string | null
    row_version: number
    deleted_at: string | null
    legacy_id: string | null
    origin: string | null
    metadata: Record<string, unknown>
    created_at: string
    updated_at: string
  }
  'tracking.link': {
    tenant_id: string
    id: string
    code: string
    campaign_id: string
    campaign_recipient_id: string
    method: 'short' | 'signed' | 'sealed'
    expires_at: string | null
    revoked_at: string | null
    created_at: string
  }
  'tracking.visitor_key': {
    tenant_id: string
    id: string
    day: string
    key: Uint8Array
    created_at: string
  }
}

export const columns: Readonly<Record<keyof Rows, TableFacts>> = {
  'audience.recipient': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    list_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"audience.recipient_list","tag":"none"},
    record_number: {"type":"bigint","nullable":true,"hasDefault":false,"tag":"none","about":"Which record of the uploaded file, from 1; makes a resumed import insert nothing twice."},
    first_name: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    last_name: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    company: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    email: {"type":"text","nullable":true,"hasDefault":false,"maxLength":320,"tag":"personal"},
    email_norm: {"type":"text","nullable":true,"hasDefault":false,"maxLength":320,"tag":"personal","about":"trimmed, lower case, NFC"},
    phone: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"personal"},
    phone_norm: {"type":"text","nullable":true,"hasDefault":false,"maxLength":20,"tag":"personal","about":"E.164"},
    address_line1: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    address_line2: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    city: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"personal"},
    state: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"personal"},
    postal_code: {"type":"text","nullable":true,"hasDefault":false,"maxLength":20,"tag":"personal","about":"text: leading zeros are part of a ZIP code"},
    country: {"type":"text","nullable":false,"hasDefault":true,"pattern":"^[A-Z]{2}$","tag":"none","about":"ISO 3166-1 alpha-2"},
    address_status: {"type":"text","nullable":false,"hasDefault":true,"values":["unchecked","verified","corrected","undeliverable"],"tag":"none"},
    fields: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free","about":"every other column of the file, by its name"},
    duplicate_key: {"type":"text","nullable":true,"hasDefault":false,"maxLength":64,"tag":"personal","about":"hash of the normalised name and address, or e-mail"},
    contact_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    is_seed: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    suppressed_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    suppression_reason: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'audience.recipient_list': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    name: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"none"},
    description: {"type":"text","nullable":true,"hasDefault":false,"maxLength":2000,"tag":"personal:free"},
    source: {"type":"text","nullable":false,"hasDefault":true,"values":["upload","purchase","segment","api","import"],"tag":"none"},
    status: {"type":"text","nullable":false,"hasDefault":true,"values":["mapping","importing","ready","failed","cancelled"],"tag":"none"},
    file_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"platform.file","tag":"none"},
    file_facts: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"what the look at the file found: encoding, delimiter, header, rows, bytes"},
    column_mapping: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"column of the file -> recipient field; guessed, then edited by a person"},
    recipient_count: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    rejected_count: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    duplicate_count: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    import_cursor: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"where a killed import goes on: record and byte of the last committed batch"},
    rejects_file_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"platform.file","tag":"none"},
    job_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'audience.seed_address': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    name: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"personal"},
    first_name: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    last_name: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    company: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    email: {"type":"text","nullable":true,"hasDefault":false,"maxLength":320,"tag":"personal"},
    address_line1: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"personal"},
    address_line2: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"personal"},
    city: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":100,"tag":"personal"},
    state: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"personal"},
    postal_code: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":20,"tag":"personal"},
    country: {"type":"text","nullable":false,"hasDefault":true,"pattern":"^[A-Z]{2}$","tag":"none"},
    active: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'audience.suppression': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    kind: {"type":"text","nullable":false,"hasDefault":false,"values":["email","phone","address"],"tag":"none"},
    value_hash: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[0-9a-f]{64}$","tag":"none","about":"HMAC-SHA256 of the normalised value under the organization's suppression key"},
    reason: {"type":"text","nullable":false,"hasDefault":false,"values":["opt_out","returned","deceased","erased","complaint","manual"],"tag":"none"},
    source: {"type":"text","nullable":false,"hasDefault":true,"maxLength":60,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'audit.entry': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    actor_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    actor_role: {"type":"text","nullable":false,"hasDefault":false,"maxLength":40,"tag":"none"},
    action: {"type":"text","nullable":false,"hasDefault":false,"maxLength":100,"tag":"none"},
    resource: {"type":"text","nullable":false,"hasDefault":false,"maxLength":60,"tag":"none"},
    resource_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    changes: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free","about":"field -> [before, after]; personal values are left out"},
    request_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'campaigns.campaign': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    name: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"none"},
    description: {"type":"text","nullable":true,"hasDefault":false,"maxLength":2000,"tag":"none"},
    channel: {"type":"text","nullable":false,"hasDefault":true,"values":["direct_mail","whatsapp","ad"],"tag":"none"},
    owner_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    team_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    template_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"design.template","tag":"none"},
    template_version: {"type":"integer","nullable":true,"hasDefault":false,"minimum":1,"tag":"none"},
    recipient_list_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"audience.recipient_list","tag":"none"},
    config: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none","about":"settings of other channels and of moved-in campaigns"},
    design_snapshot: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"the design document as it was when generation began"},
    variable_mappings_snapshot: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none"},
    assets_snapshot: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"asset name -> file id and hash, frozen with the design"},
    engine_version: {"type":"text","nullable":true,"hasDefault":false,"maxLength":40,"tag":"none","about":"of the print engine that made the pieces"},
    landing_page_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"tracking.landing_page","tag":"none"},
    link_method: {"type":"text","nullable":false,"hasDefault":true,"values":["short","signed","sealed"],"tag":"none","about":"how a piece's link is made"},
    offer_code: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    status: {"type":"text","nullable":false,"hasDefault":true,"values":["draft","generating","ready","approved","printing","mailed","completed","cancelled","failed"],"tag":"none","about":"changed by actions only"},
    scheduled_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    approved_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    approved_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    mailed_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    total_recipients: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    generated: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    skipped: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    budget: {"type":"bigint","nullable":true,"hasDefault":false,"minimum":0,"tag":"none","about":"Minor units of currency."},
    cost: {"type":"bigint","nullable":true,"hasDefault":false,"minimum":0,"tag":"none","about":"Minor units of currency."},
    currency: {"type":"text","nullable":false,"hasDefault":true,"pattern":"^[A-Z]{3}$","tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    variable_mappings: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none","about":"variable -> column of the list, or a fixed value; editable in draft"},
  },
  'campaigns.campaign_recipient': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    recipient_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"audience.recipient","tag":"none"},
    piece_number: {"type":"bigint","nullable":true,"hasDefault":false,"minimum":1,"tag":"none","about":"Place in the print file, from 1 without a gap; null for who gets no piece."},
    tracking_code: {"type":"text","nullable":true,"hasDefault":false,"minLength":16,"maxLength":400,"tag":"none","about":"what the printed code carries"},
    variables: {"type":"jsonb","nullable":false,"hasDefault":false,"tag":"personal:free","about":"the values that were printed for this person"},
    postal_code: {"type":"text","nullable":true,"hasDefault":false,"maxLength":20,"tag":"personal","about":"for results by area"},
    is_seed: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    status: {"type":"text","nullable":false,"hasDefault":true,"values":["generated","skipped","printed","mailed","delivered","returned","cancelled"],"tag":"none"},
    skip_reason: {"type":"text","nullable":true,"hasDefault":false,"maxLength":300,"tag":"none"},
    piece_reference: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"none","about":"of the mail provider"},
    sent_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'campaigns.campaign_status_change': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    from_status: {"type":"text","nullable":true,"hasDefault":false,"maxLength":20,"tag":"none"},
    to_status: {"type":"text","nullable":false,"hasDefault":false,"maxLength":20,"tag":"none"},
    reason: {"type":"text","nullable":true,"hasDefault":false,"maxLength":500,"tag":"none"},
    actor_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'campaigns.comment': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    body: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":4000,"tag":"personal:free"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'campaigns.generation_run': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    job_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"platform.job","tag":"none"},
    last_recipient_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none","about":"Keyset of the last batch."},
    pieces: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    skipped: {"type":"bigint","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    pieces_finished_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    finished_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'campaigns.print_file': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    generation_run_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.generation_run","tag":"none"},
    part: {"type":"integer","nullable":false,"hasDefault":false,"minimum":1,"tag":"none"},
    file_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"platform.file","tag":"none"},
    first_piece: {"type":"bigint","nullable":false,"hasDefault":false,"minimum":1,"tag":"none"},
    last_piece: {"type":"bigint","nullable":false,"hasDefault":false,"tag":"none"},
    records: {"type":"bigint","nullable":false,"hasDefault":false,"minimum":0,"tag":"none"},
    pages: {"type":"bigint","nullable":false,"hasDefault":false,"minimum":0,"tag":"none"},
    sha256: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[0-9a-f]{64}$","tag":"none"},
    engine_version: {"type":"text","nullable":false,"hasDefault":false,"maxLength":40,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'design.asset': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    kind: {"type":"text","nullable":false,"hasDefault":false,"values":["image","font","logo","background"],"tag":"none"},
    name: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"none","about":"as designs write it: file name or family"},
    current_version: {"type":"integer","nullable":false,"hasDefault":true,"minimum":0,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'design.asset_version': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    asset_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"design.asset","tag":"none"},
    version: {"type":"integer","nullable":false,"hasDefault":false,"minimum":1,"tag":"none"},
    file_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"platform.file","tag":"none"},
    width: {"type":"integer","nullable":true,"hasDefault":false,"minimum":1,"tag":"none","about":"Pixels, of images."},
    height: {"type":"integer","nullable":true,"hasDefault":false,"minimum":1,"tag":"none"},
    dpi: {"type":"integer","nullable":true,"hasDefault":false,"minimum":1,"tag":"none"},
    colour_space: {"type":"text","nullable":true,"hasDefault":false,"maxLength":40,"tag":"none"},
    font_facts: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"family, weight, style, of fonts"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'design.template': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    name: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"none"},
    description: {"type":"text","nullable":true,"hasDefault":false,"maxLength":2000,"tag":"none"},
    category: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    format: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":60,"tag":"none","about":"print format, as postcard-4x6"},
    status: {"type":"text","nullable":false,"hasDefault":true,"values":["draft","active","archived"],"tag":"none"},
    current_version: {"type":"integer","nullable":false,"hasDefault":true,"minimum":0,"tag":"none","about":"0 until the first version is saved."},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'design.template_version': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    template_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"design.template","tag":"none"},
    version: {"type":"integer","nullable":false,"hasDefault":false,"minimum":1,"tag":"none"},
    document: {"type":"jsonb","nullable":false,"hasDefault":false,"tag":"none","about":"design document"},
    variables: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"array","tag":"none","about":"names of the variables that the document uses"},
    variable_mappings: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none","about":"variable -> column of the list"},
    findings: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"array","tag":"none","about":"what preflight found when it was saved"},
    sha256: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[0-9a-f]{64}$","tag":"none","about":"of the canonical document"},
    note: {"type":"text","nullable":true,"hasDefault":false,"maxLength":500,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'platform.file': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    storage_key: {"type":"text","nullable":false,"hasDefault":false,"maxLength":300,"tag":"none","about":"path below the storage root, begins with the organization's id"},
    name: {"type":"text","nullable":false,"hasDefault":false,"maxLength":300,"tag":"personal:free","about":"name under which it was uploaded or is offered for download"},
    media_type: {"type":"text","nullable":false,"hasDefault":false,"maxLength":127,"tag":"none"},
    bytes: {"type":"bigint","nullable":false,"hasDefault":false,"minimum":0,"tag":"none"},
    sha256: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[0-9a-f]{64}$","tag":"none"},
    purpose: {"type":"text","nullable":false,"hasDefault":false,"values":["asset","upload","rejects","print","preview","export"],"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'platform.idempotency_key': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none","about":"Also the claim: a retry that takes over a stale claim gets a new id, and the first one can no longer commit."},
    actor_id: {"type":"uuid","nullable":false,"hasDefault":false,"tag":"none"},
    key: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":255,"tag":"none"},
    request_sha256: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[0-9a-f]{64}$","tag":"none","about":"method, path and body"},
    effect_committed_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none","about":"Set in the transaction of the work itself: the effect is there even if the process died before it answered."},
    status: {"type":"integer","nullable":true,"hasDefault":false,"tag":"none"},
    response: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"personal:free","about":"body of the answer"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'platform.job': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    type: {"type":"text","nullable":false,"hasDefault":false,"maxLength":60,"tag":"none"},
    state: {"type":"text","nullable":false,"hasDefault":true,"values":["queued","running","done","failed","cancelled"],"tag":"none"},
    resource: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none","about":"what the work is for, as campaigns.campaign"},
    resource_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    input: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none","about":"ids and options only"},
    step: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"none","about":"what is being done now"},
    done: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    total: {"type":"bigint","nullable":true,"hasDefault":false,"tag":"none"},
    result: {"type":"jsonb","nullable":true,"hasDefault":false,"tag":"none","about":"figures and ids"},
    error_code: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    error_message: {"type":"text","nullable":true,"hasDefault":false,"maxLength":2000,"tag":"none"},
    attempt: {"type":"integer","nullable":false,"hasDefault":true,"tag":"none","about":"Fencing token: a worker that lost its lease carries an older number and may not write."},
    failures: {"type":"integer","nullable":false,"hasDefault":true,"tag":"none","about":"Runs that ended with an unexpected error; a few, then the job has failed."},
    losses: {"type":"integer","nullable":false,"hasDefault":true,"tag":"none","about":"Runs whose worker died; a job that kills its workers has failed at last."},
    cancel_requested_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    started_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    finished_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'platform.outbox': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    type: {"type":"text","nullable":false,"hasDefault":false,"maxLength":100,"tag":"none"},
    resource: {"type":"text","nullable":false,"hasDefault":false,"maxLength":60,"tag":"none"},
    resource_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    data: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free","about":"snapshot for receivers"},
    actor_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    request_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":100,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    tries: {"type":"integer","nullable":false,"hasDefault":true,"tag":"none","about":"How often a subscriber has failed on it; other events pass by meanwhile."},
    retry_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    error: {"type":"text","nullable":true,"hasDefault":false,"maxLength":500,"tag":"none","about":"class and code of the last failure, kept where the event was given up"},
    processed_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
  },
  'platform.secret': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    purpose: {"type":"text","nullable":false,"hasDefault":false,"values":["code_signing","code_sealing","suppression","visitor","write_key"],"tag":"none"},
    version: {"type":"integer","nullable":false,"hasDefault":false,"minimum":1,"tag":"none"},
    key_id: {"type":"text","nullable":false,"hasDefault":false,"maxLength":100,"tag":"none","about":"which key-encryption key wraps the data key"},
    wrapped_key: {"type":"text","nullable":false,"hasDefault":false,"tag":"secret"},
    ciphertext: {"type":"text","nullable":false,"hasDefault":false,"tag":"secret","about":"iv:authTag:ciphertext"},
    retired_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'platform.wake_up': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'tracking.conversion': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    type: {"type":"text","nullable":false,"hasDefault":false,"values":["form_submit","purchase","appointment","call","other"],"tag":"none"},
    value: {"type":"bigint","nullable":true,"hasDefault":false,"minimum":0,"tag":"none","about":"Minor units of currency."},
    currency: {"type":"text","nullable":true,"hasDefault":false,"pattern":"^[A-Z]{3}$","tag":"none"},
    campaign_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    campaign_recipient_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"campaigns.campaign_recipient","tag":"none"},
    event_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    external_reference: {"type":"text","nullable":true,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"personal:free","about":"order number or the like; the same one counts once"},
    occurred_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    data: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'tracking.event': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":false,"tag":"none"},
    type: {"type":"text","nullable":false,"hasDefault":false,"values":["qr_scan","page_view","button_click","form_view","form_start"],"tag":"none"},
    campaign_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    campaign_recipient_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    landing_page_id: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    occurred_at: {"type":"timestamptz","nullable":false,"hasDefault":false,"tag":"none"},
    received_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    visitor: {"type":"text","nullable":true,"hasDefault":false,"maxLength":64,"tag":"none","about":"keyed hash of address and browser; its key lives one day"},
    device_class: {"type":"text","nullable":true,"hasDefault":false,"values":["phone","tablet","desktop","other"],"tag":"none"},
    referrer_host: {"type":"text","nullable":true,"hasDefault":false,"maxLength":253,"tag":"none"},
    is_bot: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    bot_class: {"type":"text","nullable":true,"hasDefault":false,"maxLength":40,"tag":"none","about":"why it does not count: prefetch, preview, crawler, head"},
    properties: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"personal:free"},
  },
  'tracking.form_submission': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    landing_page_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"tracking.landing_page","tag":"none"},
    campaign_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    campaign_recipient_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"campaigns.campaign_recipient","tag":"none"},
    conversion_id: {"type":"uuid","nullable":true,"hasDefault":false,"references":"tracking.conversion","tag":"none"},
    answers: {"type":"jsonb","nullable":false,"hasDefault":false,"tag":"personal"},
    consent: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    is_test: {"type":"boolean","nullable":false,"hasDefault":true,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'tracking.landing_page': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    slug: {"type":"text","nullable":false,"hasDefault":false,"pattern":"^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$","tag":"none"},
    title: {"type":"text","nullable":false,"hasDefault":false,"minLength":1,"maxLength":200,"tag":"none"},
    document: {"type":"jsonb","nullable":false,"hasDefault":false,"tag":"none","about":"blocks"},
    status: {"type":"text","nullable":false,"hasDefault":true,"values":["draft","published","archived"],"tag":"none"},
    version: {"type":"integer","nullable":false,"hasDefault":true,"minimum":1,"tag":"none"},
    created_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    updated_by: {"type":"uuid","nullable":true,"hasDefault":false,"tag":"none"},
    row_version: {"type":"bigint","nullable":false,"hasDefault":true,"tag":"none"},
    deleted_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    legacy_id: {"type":"text","nullable":true,"hasDefault":false,"maxLength":200,"tag":"none"},
    origin: {"type":"text","nullable":true,"hasDefault":false,"maxLength":60,"tag":"none"},
    metadata: {"type":"jsonb","nullable":false,"hasDefault":true,"shape":"object","tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
    updated_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'tracking.link': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    code: {"type":"text","nullable":false,"hasDefault":false,"minLength":16,"maxLength":400,"tag":"none"},
    campaign_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign","tag":"none"},
    campaign_recipient_id: {"type":"uuid","nullable":false,"hasDefault":false,"references":"campaigns.campaign_recipient","tag":"none"},
    method: {"type":"text","nullable":false,"hasDefault":false,"values":["short","signed","sealed"],"tag":"none"},
    expires_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    revoked_at: {"type":"timestamptz","nullable":true,"hasDefault":false,"tag":"none"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
  'tracking.visitor_key': {
    tenant_id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    id: {"type":"uuid","nullable":false,"hasDefault":true,"tag":"none"},
    day: {"type":"date","nullable":false,"hasDefault":false,"tag":"none"},
    key: {"type":"bytea","nullable":false,"hasDefault":false,"tag":"secret"},
    created_at: {"type":"timestamptz","nullable":false,"hasDefault":true,"tag":"none"},
  },
}
