import type { RecipientColumn, RejectCode, RepairRule, WarningCode } from '@lettershop/contracts'
import { type CsvRecord, fromSpreadsheetText } from '#platform/csv/index.ts'
import { countryCode } from '../normalise/country.ts'
import { type Derived, derive } from '../normalise/person.ts'
import { normalisePostalCode } from '../normalise/postal-code.ts'
import { usStateCode } from '../normalise/state.ts'
import { FIELD_LENGTH, type ImportPlan } from './plan.ts'

/** A row that becomes a recipient. */
export interface RecipientRow extends Derived {
  readonly record_number: number
  readonly person: Readonly<Partial<Record<RecipientColumn, string>>> & { readonly country: string }
  readonly fields: Readonly<Record<string, string>>
}

/** Why a row is left out, and in which column of the file it is wrong. */
export interface Reject {
  readonly code: RejectCode
  readonly column: string | null
  /** Where this row's reason can say more than the code's. */
  readonly reason?: string
}

export type RowOutcome = {
  readonly repairs: ReadonlySet<RepairRule>
  readonly warnings: ReadonlySet<WarningCode>
} & (
  | { readonly row: RecipientRow; readonly reject?: never }
  | { readonly reject: Reject; readonly row?: never }
)

/** Thrown and caught in this file only: leaves the nest of steps at the first thing that makes a row unusable. */
class Unusable extends Error {
  readonly reject: Reject
  constructor(code: RejectCode, column: string | null = null, reason?: string) {
    super(code)
    this.reject = { code, column, ...(reason === undefined ? {} : { reason }) }
  }
}

/**
 * Makes a recipient of a record, or says why not. Nothing is changed but by the named rules of the contract
 * (`REPAIR_RULES`), each told in the outcome; blanks around values are not part of them.
 */
export function readRow(record: CsvRecord, plan: ImportPlan): RowOutcome {
  const notes = { repairs: new Set<RepairRule>(), warnings: new Set<WarningCode>() }
  try {
    return { ...notes, row: new RowReader(record, plan, notes).read() }
  } catch (error) {
    if (error instanceof Unusable) return { ...notes, reject: error.reject }
    throw error
  }
}

class RowReader {
  readonly #record: CsvRecord
  readonly #plan: ImportPlan
  readonly #repairs: Set<RepairRule>
  readonly #warnings: Set<WarningCode>
  readonly #person: Partial<Record<RecipientColumn, string>> = {}

  constructor(
    record: CsvRecord,
    plan: ImportPlan,
    notes: { repairs: Set<RepairRule>; warnings: Set<WarningCode> },
  ) {
    this.#record = record
    this.#plan = plan
    this.#repairs = notes.repairs
    this.#warnings = notes.warnings
  }

  read(): RecipientRow {
    this.#checkShape()
    for (const { index, column, most } of this.#plan.columns)
      this.#set(column, this.#line(index), most, index)
    if (this.#plan.fullName !== undefined)
      this.#splitName(this.#line(this.#plan.fullName), this.#plan.fullName)
    const country = this.#country()
    this.#postalCode(country)
    this.#state(country)
    const person = { ...this.#person, country }
    const derived = derive(person)
    this.#checkContact(person, derived)
    return { record_number: this.#record.at.record, person, fields: this.#fields(), ...derived }
  }

  #checkShape(): void {
    const { problem, cells } = this.#record
    if (problem) throw new Unusable(problem)
    const { width } = this.#plan
    const beyond = cells.slice(width)
    if (cells.every(cell => cell.trim() === '')) throw new Unusable('empty_record')
    if (cells.length < width || beyond.some(cell => cell.trim() !== ''))
      throw new Unusable('wrong_cell_count', null, `The row has ${cells.length} cells instead of ${width}.`)
    if (beyond.length > 0) this.#repairs.add('empty_cells_dropped')
    const nul = cells.findIndex(cell => cell.includes('\0'))
    if (nul !== -1) throw new Unusable('control_character', this.#plan.names[nul] ?? null)
  }

  #cell(index: number): string {
    const cell = (this.#record.cells[index] ?? '').trim()
    const text = fromSpreadsheetText(cell)
    if (text !== cell) this.#repairs.add('formula_quote_removed')
    return text
  }

  /** A cell as one line: names and addresses have no line breaks or other control characters. */
  #line(index: number): string {
    const text = this.#cell(index)
    const line = text.replaceAll(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ').trim()
    if (line !== text) this.#repairs.add('line_breaks_joined')
    return line
  }

  #set(column: RecipientColumn, value: string, most: number, index: number): void {
    // PostgreSQL counts characters, JavaScript pairs of surrogates.
    if (value.length > most && [...value].length > most)
      throw new Unusable('value_too_long', this.#plan.names[index] ?? null)
    if (value !== '') this.#person[column] = value
  }

  /** "Chase, Peter" as it says; else the last word is the last name. */
  #splitName(name: string, index: number): void {
    if (name === '') return
    const [last, first] = name.includes(',')
      ? name.split(/,\s*(.*)/s)
      : [/\S+$/.exec(name)?.[0], name.replace(/\s*\S+$/, '')]
    this.#set('last_name', last?.trim() ?? '', 200, index)
    this.#set('first_name', first?.trim() ?? '', 200, index)
    this.#repairs.add('name_split')
  }

  #country(): string {
    const given = this.#person.country
    if (given === undefined) return this.#plan.country
    const code = countryCode(given)
    if (!code) throw new Unusable('country_unknown', this.#nameOf('country'))
    if (code !== given) this.#repairs.add('country_to_code')
    return code
  }

  #postalCode(country: string): void {
    const given = this.#person.postal_code
    if (given === undefined) return
    const { value, repaired, malformed } = normalisePostalCode(given, country)
    this.#person.postal_code = value
    if (repaired) this.#repairs.add(repaired)
    if (malformed) this.#warnings.add('postal_code_malformed')
  }

  #state(country: string): void {
    const given = this.#person.state
    if (given === undefined || country !== 'US') return
    const code = usStateCode(given)
    if (!code) this.#warnings.add('state_unknown')
    else if (code !== given) {
      this.#person.state = code
      this.#repairs.add('state_to_code')
    }
  }

  #checkContact(person: Partial<Record<RecipientColumn, string>>, derived: Derived): void {
    const named = person.first_name || person.last_name || person.company
    if (!named && !person.address_line1 && !person.email) throw new Unusable('nobody')
    const mailable = person.address_line1 && person.city && (person.postal_code || person.country !== 'US')
    if (person.email && !derived.email_norm) {
      if (!person.address_line1) throw new Unusable('email_malformed', this.#nameOf('email'))
      this.#warnings.add('email_malformed')
    }
    if (person.phone && !derived.phone_norm) this.#warnings.add('phone_malformed')
    if (!mailable) this.#warnings.add('address_incomplete')
  }

  #fields(): Record<string, string> {
    const entries = this.#plan.fields.map(({ index, field }) => {
      const value = this.#cell(index)
      if (value.length > FIELD_LENGTH) throw new Unusable('value_too_long', this.#plan.names[index] ?? null)
      return [field, value] as const
    })
    return Object.fromEntries(entries)
  }

  #nameOf(column: RecipientColumn): string | null {
    const index = this.#plan.columns.find(planned => planned.column === column)?.index
    return index === undefined ? null : (this.#plan.names[index] ?? null)
  }
}
