import type { FormBlock, FormField } from '@lettershop/contracts'

/** What came out of a form: clean answers, and what is wrong with each that cannot be taken. */
export interface ReadAnswers {
  readonly answers: Record<string, string>
  readonly errors: Record<string, string>
}

const LONGEST = 2_000

/** Reads and checks the answers to a form's questions; whatever else came along is left out. */
export function readAnswers(form: FormBlock, sent: URLSearchParams): ReadAnswers {
  const answers: Record<string, string> = {}
  const errors: Record<string, string> = {}
  for (const field of form.fields) {
    const value = clean(sent.get(field.name) ?? '')
    const error = value === '' ? missing(field) : wrong(field, value)
    if (value !== '') answers[field.name] = value
    if (error !== undefined) errors[field.name] = error
  }
  return { answers, errors }
}

/** As it can be stored: no NUL, no half characters, no spaces around. */
function clean(value: string): string {
  return value.replaceAll('\0', '').toWellFormed().trim()
}

function missing(field: FormField): string | undefined {
  if (!field.required) return undefined
  return field.type === 'checkbox' ? 'Please tick this box to go on.' : 'Please fill this in.'
}

function wrong(field: FormField, value: string): string | undefined {
  if (value.length > LONGEST) return `Please use at most ${LONGEST.toLocaleString('en-US')} characters.`
  switch (field.type) {
    case 'email':
      return /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(value) && value.length <= 254
        ? undefined
        : 'Please give an e-mail address such as name@example.com.'
    case 'tel':
      return /^\+?[\d\s().\-/]{5,25}$/.test(value) ? undefined : 'Please give a phone number.'
    case 'number':
      return /^-?\d{1,15}(?:[.,]\d{1,6})?$/.test(value) ? undefined : 'Please give a number.'
    case 'date':
      return isDate(value) ? undefined : 'Please give a date.'
    case 'select':
      return field.options?.includes(value) ? undefined : 'Please choose one of the options.'
    case 'checkbox':
      return value === 'on' ? undefined : 'Please tick this box or leave it.'
    default:
      return undefined
  }
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
}
