import type { AppError, FieldError } from './app-error.ts'

/** The one shape of every error answer. */
export interface ErrorBody {
  error: {
    code: string
    message: string
    advice: string
    param?: string
    fields?: readonly FieldError[]
    request_id: string
    doc_url: string
  }
}

/** @param publicUrl address of the installation, for the page of the code */
export function renderError(error: AppError, requestId: string, publicUrl: string): ErrorBody {
  const { param, fields } = error.options
  return {
    error: {
      code: error.code,
      message: error.message,
      advice: error.entry.advice,
      ...(param === undefined ? {} : { param }),
      ...(fields === undefined ? {} : { fields }),
      request_id: requestId,
      doc_url: `${publicUrl}/docs/errors#${error.code}`,
    },
  }
}
