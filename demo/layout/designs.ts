import { clubLetter } from './club-letter.ts'
import { longEvenings } from './long-evenings.ts'
import { springOpening } from './spring-opening.ts'

/** The design documents of the sample organization by slug, the name of their file. */
export const designs = {
  'spring-opening': springOpening,
  'long-evenings': longEvenings,
  'club-letter': clubLetter,
}

/** A design as it is saved: four decimals are a millionth of an inch, enough for any press. */
export const serialise = (design: unknown): string =>
  `${JSON.stringify(design, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value), 2)}\n`
