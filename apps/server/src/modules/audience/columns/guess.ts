import type { MappingTarget } from '@lettershop/contracts'
import { normaliseEmail } from '../normalise/email.ts'
import { usStateCode } from '../normalise/state.ts'
import { targetOfHeader } from './words.ts'

/** Values looked at, and the share of them that has to fit. */
const SAMPLE = 100
const MOST = 0.8

/**
 * Guesses where the columns of a file go: by the words of the header, then by what stands in the column. What is
 * not recognised becomes a field of its own. No target is given twice: the first column that fits has it.
 * @param rows the first rows of the file
 * @param header whether the names are the file's own; without one, content decides alone
 */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  header: boolean,
): Map<string, MappingTarget> {
  const guesses = new Map<string, MappingTarget>()
  const taken = new Set<MappingTarget>()
  const give = (name: string, target: MappingTarget | undefined) => {
    if (target === undefined || guesses.has(name) || taken.has(target)) return
    guesses.set(name, target)
    taken.add(target)
  }
  const values = names.map((_, index) => valuesOf(rows, index))
  if (header) for (const name of names) give(name, targetOfHeader(name))
  for (const [index, name] of names.entries()) give(name, targetOfContent(values[index] ?? [], header))
  settleName(guesses, taken)
  for (const name of names) give(name, fieldTarget(name, taken))
  return new Map(
    names.flatMap(name => (guesses.has(name) ? [[name, guesses.get(name) as MappingTarget]] : [])),
  )
}

/** "Name" beside "Vorname" is the last name; beside both it says something else; alone it is all of the name. */
function settleName(guesses: Map<string, MappingTarget>, taken: Set<MappingTarget>): void {
  const whole = [...guesses].find(([, target]) => target === 'full_name')?.[0]
  if (whole === undefined || !(taken.has('first_name') || taken.has('last_name'))) return
  guesses.delete(whole)
  if (taken.has('last_name')) return
  guesses.set(whole, 'last_name')
  taken.add('last_name')
}

function valuesOf(rows: readonly (readonly string[])[], column: number): string[] {
  return rows
    .map(row => row[column]?.trim() ?? '')
    .filter(value => value !== '')
    .slice(0, SAMPLE)
}

/** Under a header that is not known a number may be anything; only an e-mail address speaks for itself. */
function targetOfContent(values: readonly string[], header: boolean): MappingTarget | undefined {
  const most = (fits: (value: string) => boolean) =>
    values.length > 0 && values.filter(fits).length >= values.length * MOST
  if (most(value => normaliseEmail(value) !== undefined)) return 'email'
  if (header) return undefined
  if (most(value => /^\d{5}(-\d{4})?$/.test(value))) return 'postal_code'
  if (most(value => /^[A-Z]{2}$/.test(value) && usStateCode(value) !== undefined)) return 'state'
  if (most(value => /^\+?[\d\s().-]{7,}$/.test(value))) return 'phone'
  if (most(value => /^\d+\w?\s+\p{L}/u.test(value))) return 'address_line1'
  return undefined
}

/** `fields.<name>`: the header in small letters, with _ for everything else, so that designs can name it. */
function fieldTarget(header: string, taken: ReadonlySet<MappingTarget>): MappingTarget {
  const plain = header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
  const base = (/^[\p{L}_]/u.test(plain) ? plain : `column_${plain}`).slice(0, 55).replace(/_+$/, '')
  let target: MappingTarget = `fields.${base}`
  for (let copy = 2; taken.has(target); copy++) target = `fields.${base}_${copy}`
  return target
}
