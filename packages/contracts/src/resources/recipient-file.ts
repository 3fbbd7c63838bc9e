import { z } from 'zod'

/** Encodings that a file of recipients may have. Latin-1 is read as windows-1252, which only adds to it. */
export const FILE_ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
] as const

export const FILE_DELIMITERS = [',', ';', '\t', '|'] as const

/** Columns of a recipient that a column of a file can be mapped to. */
export const RECIPIENT_COLUMNS = [
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'country',
] as const
export type RecipientColumn = (typeof RECIPIENT_COLUMNS)[number]

/** Name of a field of the organization's own, usable in designs as `{{ offer_code }}`. */
export const FIELD_NAME = /^[\p{L}_][\p{L}\p{N}_]{0,62}$/u
const FIELD_TARGET = new RegExp(`^fields\\.${FIELD_NAME.source.slice(1)}`, 'u')

/**
 * Where a column of the file goes: a column of the recipient; `full_name`, which is split into first and last
 * name; or `fields.<name>`, where everything else is kept.
 */
export const MappingTarget = z.union([
  z.enum([...RECIPIENT_COLUMNS, 'full_name']),
  z.templateLiteral(['fields.', z.string()]).refine(text => FIELD_TARGET.test(text), {
    message: 'after "fields." a name of letters, digits and _ is needed, at most 63 characters',
  }),
])
export type MappingTarget = z.infer<typeof MappingTarget>

/**
 * How a file becomes recipients: `{ "columns": { "<column of the file>": "<target>" | null }, "country": "US" }`.
 * A column with null, or not named at all, is left out. Each target may be named once.
 */
export const ColumnMapping = z
  .strictObject({
    columns: z.record(z.string().max(200), MappingTarget.nullable()),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default('US')
      .describe('ISO 3166-1 country of rows that name none; also decides how phones and ZIP codes are read'),
  })
  .meta({ id: 'ColumnMapping' })
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** A row is left out of the import for one of these, with its line and reason in the file of rejects. */
export const REJECT_CODES = {
  wrong_cell_count: 'The row has more or fewer cells than the header.',
  too_many_cells: 'The row has more cells than any file may have.',
  record_too_long: 'The row is longer than 1 MB; only its beginning is shown.',
  quote_not_closed: 'A quotation mark opens here and is never closed.',
  quote_misplaced: 'After a closing quotation mark comes something else than a delimiter.',
  undecodable: 'The row holds bytes that are not text in the encoding of the file.',
  control_character: 'The row holds a NUL character, which cannot be stored.',
  empty_record: 'Every cell of the row is empty.',
  nobody: 'There is no name, no company, no address and no e-mail address.',
  value_too_long: 'A value is longer than its column allows.',
  country_unknown: 'The country is not known; the piece would go to the wrong one.',
  email_malformed: 'The e-mail address is malformed, and there is no postal address to use instead.',
} as const
export type RejectCode = keyof typeof REJECT_CODES

/** The row is imported, but somebody should look at it. */
export const WARNING_CODES = {
  email_malformed: 'The e-mail address is malformed; it is kept as it is and cannot be searched or compared.',
  phone_malformed: 'The phone number is not one; it is kept as it is.',
  state_unknown: 'This state does not exist.',
  postal_code_malformed: 'This is no ZIP code of the country.',
  address_incomplete: 'Street, city or ZIP code is missing: nothing can be mailed here.',
} as const
export type WarningCode = keyof typeof WARNING_CODES

/** What an import changes on purpose. Everything else is stored as it stands in the file, blanks around it aside. */
export const REPAIR_RULES = {
  zip_zeros_restored: 'Zeros at the front that a spreadsheet dropped were put back: 2134 became 02134.',
  zip_plus4_hyphenated: 'Nine digits were written as ZIP+4: 021341234 became 02134-1234.',
  state_to_code: 'The name of a state became its code: Massachusetts became MA.',
  country_to_code: 'The name of a country became its code: Deutschland became DE.',
  name_split: 'One column with the whole name was split into first and last name.',
  line_breaks_joined: 'Line breaks inside a name or address became blanks.',
  formula_quote_removed:
    "The apostrophe that kept a spreadsheet from computing a value was removed: '+1 became +1.",
  empty_cells_dropped: 'Empty cells beyond the last column were dropped.',
} as const
export type RepairRule = keyof typeof REPAIR_RULES

const noted = z.object({
  count: z.int(),
  lines: z.array(z.int()).describe('the first ten lines of the file'),
})

/** Account of an import: `records = inserted + rejected + duplicates`. */
export const ImportReport = z
  .object({
    records: z.int(),
    inserted: z.int(),
    rejected: z.int(),
    duplicates: z.int().describe('left out because the same person is on the list already'),
    suppressed: z.int().describe('inserted and marked: must not be mailed'),
    rejects: z.record(z.string(), noted),
    warnings: z.record(z.string(), noted),
    repairs: z.record(z.string(), noted),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>

const FileColumn = z.object({
  name: z.string(),
  guess: MappingTarget.nullable(),
  samples: z.array(z.string()).describe('first values; empty for who may not read recipients'),
})

/** What the look at an uploaded file found. Samples are read from the file, not stored, while the list waits for its mapping. */
export const FileFacts = z
  .object({
    name: z.string(),
    bytes: z.int(),
    encoding: z.enum(FILE_ENCODINGS),
    delimiter: z.enum(FILE_DELIMITERS),
    quote: z.enum(['"', "'"]),
    newline: z.enum(['lf', 'cr']),
    header: z
      .boolean()
      .describe('false: the first line is a person already, columns are called Column 1, Column 2, …'),
    start: z.object({ line: z.int(), byte: z.int() }).describe('where the first record begins'),
    columns: z.array(FileColumn),
    sample_rows: z.array(z.array(z.string())),
    report: ImportReport.optional(),
  })
  .meta({ id: 'RecipientFileFacts' })
export type FileFacts = z.infer<typeof FileFacts>

/** Corrects what was guessed of a file. */
export const FileReading = z
  .strictObject({
    encoding: z.enum(FILE_ENCODINGS).optional(),
    delimiter: z.enum(FILE_DELIMITERS).optional(),
    header: z.boolean().optional(),
  })
  .meta({ id: 'FileReading' })
export type FileReading = z.infer<typeof FileReading>
