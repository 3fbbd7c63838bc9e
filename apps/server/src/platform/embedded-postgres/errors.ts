/** A sentence for the person at the keyboard: what happened and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
}

const SENTENCES: readonly [RegExp, (data: string) => string][] = [
  [
    /No space left on device|ENOSPC|Check free disk space|wrote only \d+ of/i,
    data => `The disk that holds ${data} is full. Free some space there and start again.`,
  ],
  [
    /could not bind|Address already in use|EADDRINUSE/i,
    data =>
      `PostgreSQL could not take its port on 127.0.0.1. Another program has it; start again (data in ${data}).`,
  ],
  [
    /incompatible with server|database files are incompatible/i,
    data =>
      `${data} was made by another major version of PostgreSQL. Move it away, or use the version that made it.`,
  ],
  [
    /EACCES|Permission denied/i,
    data =>
      `PostgreSQL may not read or write ${data}. Check who owns it, or choose another place with LETTERSHOP_DATA_DIR.`,
  ],
  [
    /EROFS|Read-only file system/i,
    data => `${data} lies on a read-only file system. Choose another place with LETTERSHOP_DATA_DIR.`,
  ],
  [
    /could not create shared memory|could not map anonymous shared memory|Cannot allocate memory/i,
    () => 'There is not enough memory to start PostgreSQL.',
  ],
]

/** Turns the output of initdb or postgres into one sentence, with the last line of the output as a fallback. */
export function explainFailure(what: string, output: string, dataDir: string): EmbeddedPostgresError {
  const known = SENTENCES.find(([pattern]) => pattern.test(output))
  if (known) return new EmbeddedPostgresError(known[1](dataDir))
  const last =
    output
      .trim()
      .split('\n')
      .filter(line => /FATAL|PANIC|ERROR|error/.test(line))
      .at(-1) ?? output.trim().split('\n').at(-1)
  return new EmbeddedPostgresError(`PostgreSQL ${what} failed: ${last ?? 'no reason given'}`)
}
