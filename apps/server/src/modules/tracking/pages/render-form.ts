import type { FormBlock, FormField } from '@lettershop/contracts'
import { escapeHtml } from './html.ts'
import type { Personalise } from './personalise.ts'

/** What a form shows beside its questions. */
export interface FormState {
  /** Address that takes the answers. */
  readonly action: string
  readonly block: number
  readonly code: string | undefined
  /** Makes the same answers, sent twice, one submission. */
  readonly token: string
  /** Answers that came and could not be taken, with what is wrong with each. */
  readonly answers?: Readonly<Record<string, string>>
  readonly errors?: Readonly<Record<string, string>>
  /** What is wrong with the whole. */
  readonly alert?: string
}

/** The form of a page as HTML that works without script. */
export function renderForm(form: FormBlock, state: FormState, say: Personalise): string {
  const wrong = Object.keys(state.errors ?? {}).length
  const alert = state.alert ?? (wrong > 0 ? summary(wrong) : undefined)
  return `<section class="form">${form.title ? `<h2>${escapeHtml(say(form.title))}</h2>` : ''}${
    form.text ? `<p>${escapeHtml(say(form.text))}</p>` : ''
  }<form action="${escapeHtml(state.action)}" method="post"${alert ? ' novalidate' : ''}>${
    alert
      ? `<p class="alert" role="alert" tabindex="-1"${wrong > 0 ? '' : ' autofocus'}>${escapeHtml(alert)}</p>`
      : ''
  }<input type="hidden" name="form" value="${state.block}"><input type="hidden" name="token" value="${escapeHtml(state.token)}">${
    state.code ? `<input type="hidden" name="c" value="${escapeHtml(state.code)}">` : ''
  }${form.fields.map(field => renderField(field, state, say)).join('')}${TRAP}<button type="submit">${escapeHtml(say(form.button))}</button></form></section>`
}

/** People do not see it; programs that fill in every field give themselves away. */
const TRAP =
  '<div class="trap" aria-hidden="true"><label>Website <input type="text" name="website" data-trap="" tabindex="-1" autocomplete="off"></label></div>'

function summary(wrong: number): string {
  return wrong === 1
    ? 'Please check the answer marked below.'
    : `Please check the ${wrong} answers marked below.`
}

function renderField(field: FormField, state: FormState, say: Personalise): string {
  const id = `f${state.block}-${field.name}`
  const error = state.errors?.[field.name]
  const value = state.answers?.[field.name] ?? (field.value === undefined ? '' : say(field.value))
  // The answer opens where something is to be mended, not at the top of the page.
  const firstWrong = error !== undefined && Object.keys(state.errors ?? {})[0] === field.name
  const attributes = [
    `id="${id}"`,
    `name="${escapeHtml(field.name)}"`,
    field.required ? 'required' : '',
    error === undefined ? '' : `aria-invalid="true" aria-describedby="${id}-error"`,
    firstWrong ? 'autofocus' : '',
    field.placeholder ? `placeholder="${escapeHtml(say(field.placeholder))}"` : '',
    autocompleteOf(field),
  ]
    .filter(Boolean)
    .join(' ')
  const label = escapeHtml(say(field.label))
  const shownError = error === undefined ? '' : `<p class="error" id="${id}-error">${escapeHtml(error)}</p>`
  if (field.type === 'checkbox')
    return `<div class="field"><div class="check"><input type="checkbox" ${attributes} value="on"${value === 'on' ? ' checked' : ''}><label for="${id}">${label}</label></div>${shownError}</div>`
  const optional = field.required ? '' : ' <span class="optional">optional</span>'
  return `<div class="field"><label for="${id}">${label}${optional}</label>${control(field, attributes, value)}${shownError}</div>`
}

function control(field: FormField, attributes: string, value: string): string {
  switch (field.type) {
    case 'textarea':
      return `<textarea ${attributes} maxlength="2000" rows="4">${escapeHtml(value)}</textarea>`
    case 'select': {
      const options = (field.options ?? []).map(
        option => `<option${option === value ? ' selected' : ''}>${escapeHtml(option)}</option>`,
      )
      return `<select ${attributes}><option value=""></option>${options.join('')}</select>`
    }
    case 'number':
      return `<input type="number" ${attributes} inputmode="decimal" step="any" value="${escapeHtml(value)}">`
    default:
      return `<input type="${field.type}" ${attributes} maxlength="500" value="${escapeHtml(value)}">`
  }
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: 'name',
  full_name: 'name',
  first_name: 'given-name',
  last_name: 'family-name',
  company: 'organization',
  city: 'address-level2',
  state: 'address-level1',
  zip: 'postal-code',
  postal_code: 'postal-code',
  email: 'email',
  phone: 'tel',
}

/** Lets the phone offer what it knows. */
function autocompleteOf({ name, type }: FormField): string {
  const known = Object.hasOwn(AUTOCOMPLETE, name) ? AUTOCOMPLETE[name] : undefined
  const token = type === 'email' || type === 'tel' ? type : known
  return token === undefined ? '' : `autocomplete="${token}"`
}
