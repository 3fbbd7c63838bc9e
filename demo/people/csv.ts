/**
 * Rows as CSV after RFC 4180: comma, CR LF, quotes where a field needs them.
 * @param rows every row a list of fields as they shall be read back
 */
export const csv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows
    .map(row =>
      row
        .map(field =>
          /["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field,
        )
        .join(delimiter),
    )
    .join('\r\n')
    .concat('\r\n')
