import type { DesignFinding } from '@lettershop/contracts'
import { AppError } from '#platform/errors/app-error.ts'
import type { AssetReader } from './assets/asset-reader.ts'
import { type Inspection, previews } from './rendering/index.ts'

/** Findings that say the document itself is wrong. A missing picture may be uploaded later; these may not be saved. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'document_invalid',
  'document_version',
  'format_unknown',
  'element_invalid',
  'element_unknown',
  'limit_exceeded',
  'template_invalid',
])

/**
 * Reads a design as the print engine would print it, with the assets that it names.
 * @param format for documents that name none
 * @throws {AppError} `design_invalid` naming each element that cannot be read
 */
export async function inspectDesign(
  document: unknown,
  assets: AssetReader,
  format?: string,
): Promise<Inspection> {
  const inspection = await previews.run('inspect', { document, format }, { asset: assets }).catch(asInvalid)
  const wrong = inspection.findings.filter(one => one.severity === 'error' && UNREADABLE.has(one.rule))
  if (wrong.length > 0) throw new AppError('design_invalid', { fields: fieldsOf(wrong) })
  return inspection
}

/** Findings that stand in the way of printing, and nothing else. */
export function printErrors(findings: readonly DesignFinding[]): readonly DesignFinding[] {
  return findings.filter(one => one.severity === 'error')
}

/** @throws {AppError} `design_not_printable` naming what has to be corrected before this can be printed */
export function requirePrintable(findings: readonly DesignFinding[]): void {
  const errors = printErrors(findings)
  if (errors.length > 0) throw new AppError('design_not_printable', { fields: fieldsOf(errors) })
}

const fieldsOf = (findings: readonly DesignFinding[]) =>
  findings.slice(0, 100).map(({ path, rule, message }) => ({
    path: path === '' ? 'document' : `document.${path}`,
    code: rule,
    message,
  }))

function asInvalid(error: unknown): never {
  if (error instanceof AppError && error.code === 'design_not_printable' && error.options.fields)
    throw new AppError('design_invalid', {
      fields: error.options.fields.map(field => ({
        ...field,
        path: field.path === '' ? 'document' : `document.${field.path}`,
      })),
    })
  throw error
}
