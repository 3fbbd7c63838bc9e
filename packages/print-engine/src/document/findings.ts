/**
 * What the engine has to say about a design, a job or a record. Findings are data: the designer shows them beside
 * the element, the command line prints them, policies decide what follows from them.
 */
export interface Finding {
  /** `error` stops the job, `warning` prints something else than the design says, `info` is worth knowing. */
  severity: 'error' | 'warning' | 'info'
  rule: FindingRule
  /** Where: path in the document, as `pages[0].canvas.objects[2].left`. */
  path: string
  /** What is wrong and what to do, for the person who made the design. */
  message: string
  /** Index of the record (from 0) for findings that only some records have. */
  record?: number
}

/** Every rule, with what it means. A name is never used for anything else later. */
export const FINDING_RULES = {
  document_invalid: 'The document is not a design of ours and not Fabric JSON.',
  document_version: 'The document is of a version that this engine does not know.',
  format_unknown: 'The page format is not known, or no format and no size is given.',
  element_invalid: 'A property of an element has a value that cannot be printed.',
  element_unknown: 'The element is of a type that the engine cannot draw.',
  limit_exceeded: 'The design is larger than the engine accepts.',
  color_invalid: 'A colour cannot be read; black is printed.',
  not_drawn: 'The engine does not draw this effect.',
  template_invalid: 'Liquid markup cannot be read.',
  variable_unknown: 'A variable of the design is no field of the records.',
  font_missing: 'The font was not given with the job; another one is printed.',
  font_unreadable: 'The font file cannot be used.',
  missing_glyph: 'No font has a character of the text.',
  missing_asset: 'An image cannot be found.',
  asset_invalid: 'An image cannot be read or is too large.',
  overflow: 'A text does not fit its box, even at its smallest size.',
  empty_field: 'A variable is empty for a record.',
  code_invalid: 'A QR or bar code cannot be made from its value.',
} as const

export type FindingRule = keyof typeof FINDING_RULES

/** Thrown where work cannot go on; carries the findings that say why. */
export class DesignError extends Error {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    const first = findings.find(f => f.severity === 'error') ?? findings[0]
    super(first ? `${first.path}: ${first.message}` : 'The design cannot be printed.')
    this.name = 'DesignError'
    this.findings = findings
  }
}

/** Collects findings and keeps each (rule, path, message) once, so that 10,000 records do not repeat one warning. */
export class FindingList {
  readonly items: Finding[] = []
  private readonly seen = new Set<string>()

  add(finding: Finding): void {
    const key = `${finding.rule}|${finding.path}|${finding.message}|${finding.record ?? ''}`
    if (this.seen.has(key)) return
    this.seen.add(key)
    this.items.push(finding)
  }

  get hasErrors(): boolean {
    return this.items.some(f => f.severity === 'error')
  }
}
