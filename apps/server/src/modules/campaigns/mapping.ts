import type { VariableMapping, VariableSource } from '@lettershop/contracts'
import {
  FULL_NAME,
  guessMapping,
  type Inspection,
  isPersonSource,
  isSupplied,
  PERSON_COLUMNS,
} from '#modules/design/index.ts'
import { AppError, type FieldError } from '#platform/errors/app-error.ts'

/** The mapping that a campaign begins with, or gets when its design or list changes: what was said, then guesses. */
export function completeMapping(
  given: VariableMapping,
  variables: readonly string[],
  fields: readonly string[],
): VariableMapping {
  const open = variables.filter(name => !Object.hasOwn(given, name))
  return { ...guessMapping(open, fields), ...given }
}

/** Sources that a list offers, for people to choose from. */
export function sourcesOf(fields: readonly string[]): string[] {
  return [...PERSON_COLUMNS, FULL_NAME, ...fields.map(name => `fields.${name}`)]
}

/** @throws {AppError} `validation_failed` for sources that no recipient has */
export function checkMapping(mapping: VariableMapping, fields: readonly string[]): void {
  const wrong = Object.entries(mapping).flatMap(([name, source]): FieldError[] => {
    if (isSupplied(name))
      return [wrongSource(name, `${name} is made by Lettershop for each piece; leave it out.`)]
    if (typeof source !== 'string' || isKnown(source, fields)) return []
    return [wrongSource(name, `The list has no "${source}". It has: ${sourcesOf(fields).join(', ')}.`)]
  })
  if (wrong.length > 0) throw new AppError('validation_failed', { fields: wrong })
}

const wrongSource = (name: string, message: string): FieldError => ({
  path: `variable_mappings.${name}`,
  code: 'unknown_source',
  message,
})

const isKnown = (source: string, fields: readonly string[]): boolean =>
  isPersonSource(source) || (source.startsWith('fields.') && fields.includes(source.slice('fields.'.length)))

export interface VariableReport {
  readonly name: string
  readonly required: boolean
  readonly source?: VariableSource
  readonly supplied: boolean
}

/** Each variable of the design with its source; `missing` stand in the way of a generation. */
export function reportMapping(
  design: Pick<Inspection, 'variables' | 'required'>,
  mapping: VariableMapping,
): { variables: VariableReport[]; missing: string[] } {
  const variables = design.variables.map((name): VariableReport => {
    const source = Object.hasOwn(mapping, name) ? mapping[name] : undefined
    const supplied = isSupplied(name)
    const required = !supplied && design.required.includes(name)
    return { name, required, supplied, ...(source === undefined ? {} : { source }) }
  })
  const missing = variables.filter(one => one.required && one.source === undefined).map(one => one.name)
  return { variables, missing }
}

/** @throws {AppError} `variables_missing` naming each variable that nothing supplies */
export function requireVariables(missing: readonly string[], fields: readonly string[]): void {
  if (missing.length === 0) return
  throw new AppError('variables_missing', {
    message: `Nothing supplies ${missing.map(name => `{{ ${name} }}`).join(', ')}.`,
    fields: missing.map(name => ({
      path: `variable_mappings.${name}`,
      code: 'variable_unknown',
      message: `Choose a column: ${sourcesOf(fields).join(', ')}.`,
    })),
  })
}
