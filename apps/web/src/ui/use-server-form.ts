import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import { ApiError } from '../api.ts'

interface ServerForm<Values> {
  form: UseFormReturnType<Values>
  /** For the form's `onSubmit`. */
  submit: (event?: React.FormEvent<HTMLFormElement>) => void
  busy: boolean
  /** What the server refused and no field shows. */
  error: unknown
}

/**
 * A form whose fields also show what the server finds wrong with them.
 * @param send does what the form is for; an error that it throws is shown
 */
export function useServerForm<Values extends Record<string, unknown>>(
  input: UseFormInput<Values>,
  send: (values: Values) => Promise<unknown>,
): ServerForm<Values> {
  const form = useForm<Values>(input)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  const refuse = (thrown: unknown) => {
    const known = fieldErrors(thrown, form.getValues())
    form.setErrors(known)
    setError(Object.keys(known).length > 0 ? undefined : thrown)
  }
  const submit = form.onSubmit(values => {
    setBusy(true)
    setError(undefined)
    send(values)
      .catch(refuse)
      .finally(() => setBusy(false))
  })
  return { form, submit, busy, error }
}

/** Errors of fields that the form has; `organization.name` belongs to `organization`. */
function fieldErrors(error: unknown, values: Record<string, unknown>): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  const pairs = error.fields.map(
    ({ path, message }) => [path in values ? path : (path.split('.')[0] ?? ''), message] as const,
  )
  return Object.fromEntries(pairs.filter(([path]) => path in values))
}
