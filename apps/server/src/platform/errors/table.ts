/** One line an error: what the client gets, and what to do about it. Codes are never reused; `docs/errors.md` is generated from this table. */
export interface ErrorEntry {
  status: number
  message: string
  advice: string
}

const entry = (status: number, message: string, advice: string): ErrorEntry => ({ status, message, advice })

export const errorTable = {
  // Requests
  bad_request: entry(
    400,
    'The request cannot be read.',
    'Check the body and the headers against the API reference.',
  ),
  body_not_json: entry(
    400,
    'The body is not valid JSON.',
    'Send one JSON value with Content-Type: application/json.',
  ),
  body_too_large: entry(413, 'The body is too large.', 'Send a smaller body, or upload the data as a file.'),
  media_type_not_supported: entry(
    415,
    'This content type cannot be read here.',
    'Send the content type that the API reference names.',
  ),
  validation_failed: entry(
    422,
    'Some fields are not right.',
    'Correct the fields named under "fields" and send the request again.',
  ),
  cursor_invalid: entry(
    422,
    'The cursor does not belong to this list.',
    'Start again without a cursor; keep sort and filters the same from page to page.',
  ),
  route_not_found: entry(
    404,
    'There is nothing at this address.',
    'Check method and path against the API reference at /docs.',
  ),
  not_found: entry(
    404,
    'This was not found.',
    'Check the id; it may have been deleted, or belong to another organization.',
  ),
  conflict: entry(
    409,
    'This is in the way of something that exists already.',
    'Read the current state and decide again.',
  ),
  already_exists: entry(409, 'This exists already.', 'Choose another name, or use what exists.'),
  still_in_use: entry(
    409,
    'This is still used elsewhere and cannot be deleted.',
    'Remove what uses it first, or archive it.',
  ),
  row_changed: entry(
    412,
    'Somebody changed this in the meantime.',
    'Read it again, compare, and send the change with the new ETag.',
  ),
  idempotency_key_reused: entry(
    409,
    'This Idempotency-Key came with another request before.',
    'Use a new key for a new request.',
  ),
  idempotency_in_progress: entry(
    409,
    'The first request with this Idempotency-Key is still running.',
    'Wait a moment and send it again.',
  ),
  idempotency_answer_lost: entry(
    409,
    'The first request with this Idempotency-Key was carried out, but its answer was lost.',
    'Read the current state; do not send it again with a new key.',
  ),
  rate_limited: entry(429, 'Too many requests.', 'Wait for the seconds that Retry-After names.'),
  // Identity
  unauthenticated: entry(
    401,
    'You are not signed in.',
    'Sign in, or send an API key as Authorization: Bearer ls_….',
  ),
  forbidden: entry(
    403,
    'Your role does not allow this.',
    'Ask an owner or administrator of your organization.',
  ),
  sign_in_refused: entry(
    401,
    'E-mail address or password is not right.',
    'Try again, or set a new password through "Forgot password".',
  ),
  second_factor_refused: entry(
    401,
    'This code is not right, or it was used before.',
    'Enter the current code of your authenticator app, or a backup code; start over if it stays.',
  ),
  link_expired: entry(400, 'This link has expired or was used before.', 'Ask for a new one.'),
  origin_refused: entry(
    403,
    'This request came from a page of another site.',
    'Open the page under the address of this installation (LETTERSHOP_PUBLIC_URL) and try again.',
  ),
  person_needed: entry(
    403,
    'This needs a signed-in person; an API key cannot do it.',
    'Sign in and do it in the web app.',
  ),
  email_not_verified: entry(
    403,
    'Your e-mail address is not confirmed yet.',
    'Open the link in the mail that we sent you, or ask for another one.',
  ),
  invitation_not_for_you: entry(
    403,
    'This invitation is for another e-mail address.',
    'Sign in with the address that was invited.',
  ),
  last_owner: entry(409, 'An organization needs an owner.', 'Make somebody else an owner first.'),
  no_room: entry(
    503,
    'No database has room for another organization.',
    'Whoever runs the installation adds one with: lettershop source add.',
  ),
  // Installation
  unavailable: entry(
    503,
    'The data of this organization cannot be reached right now.',
    'Try again after the seconds that Retry-After names.',
  ),
  storage_full: entry(
    507,
    'The storage is full.',
    'Free some space or enlarge the storage, then try again; nothing was half saved.',
  ),
  web_not_built: entry(
    503,
    'The web app is not built yet.',
    'Whoever runs the installation builds it with: npm run build.',
  ),
  internal_error: entry(
    500,
    'Something went wrong on our side.',
    'Try again; if it stays, send the request id to whoever runs the installation.',
  ),
  // Audience
  file_empty: entry(
    422,
    'The file is empty.',
    'Choose the file again; the export that made it may have failed.',
  ),
  file_not_text: entry(
    422,
    'This is not a text file with rows.',
    'Save the data as CSV (in Excel: "CSV UTF-8") and upload that file.',
  ),
  file_too_wide: entry(
    422,
    'The file has more than 1,000 columns.',
    'Check the delimiter, or leave out the columns that are not needed.',
  ),
  file_without_rows: entry(
    422,
    'The file holds the names of columns but no row.',
    'Choose a file with at least one person.',
  ),
  list_not_waiting: entry(
    409,
    'This list is not waiting for an import.',
    'Upload the file again to make another list of it.',
  ),
  list_being_imported: entry(
    409,
    'This list is being imported.',
    'Wait until the import has ended, or cancel its job.',
  ),
  // Designs
  design_invalid: entry(
    422,
    'The design cannot be read.',
    'Correct the elements named under "fields"; each path leads to one of them.',
  ),
  design_not_printable: entry(
    422,
    'The design cannot be printed as it is.',
    'Correct what "fields" names: add missing images and fonts, and elements that cannot be drawn.',
  ),
  render_timeout: entry(422, 'The design takes too long to draw.', 'Use smaller images and fewer elements.'),
  file_not_accepted: entry(
    422,
    'This file cannot be used here.',
    'Upload a JPEG, PNG, WebP, TIFF or GIF image, or a TTF or OTF font.',
  ),
  // Campaigns
  campaign_status: entry(
    409,
    'The campaign is not in a state that allows this.',
    'Look at its status; the message names the steps that are open now.',
  ),
  campaign_not_draft: entry(
    409,
    'Only a draft can be changed.',
    'Send the campaign back to draft first; its pieces are discarded then.',
  ),
  variables_missing: entry(
    422,
    'The design uses variables that nothing supplies.',
    'Map each variable under "fields" to a column of the list or a fixed value, or give it a default in the design.',
  ),
  list_not_ready: entry(
    409,
    'The list is not ready.',
    'Wait for its import to finish, or choose another list.',
  ),
  campaign_empty: entry(
    422,
    'Nobody on the list can be mailed.',
    'Choose a list with at least one person who is not suppressed.',
  ),
  comment_not_yours: entry(403, 'Only who wrote a comment can delete it.', 'Ask its author.'),
  // Tracking
  conversion_differs: entry(
    409,
    'This reference was told before, with another value or another piece.',
    'Use a new external_reference for a new conversion.',
  ),
  // Jobs
  job_finished: entry(409, 'This job has ended already.', 'Nothing to cancel.'),
  job_cancelled: entry(409, 'This job was cancelled.', 'Start it again if you still need it.'),
} satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorTable
