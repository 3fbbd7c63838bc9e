/** An error whose message is written for whoever typed the command; its exit status says how bad it is. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitStatus: 1 | 2

  constructor(message: string, exitStatus: 1 | 2 = 2) {
    super(message)
    this.exitStatus = exitStatus
  }
}

/** What a system call's code means to a person. */
const SYSTEM: Readonly<Record<string, (error: NodeJS.ErrnoException) => string>> = {
  EADDRINUSE: error =>
    `Port ${'port' in error ? error.port : ''} is taken by another program. Stop that one, or set PORT to another number.`,
  EACCES: error =>
    `No permission for ${error.path ?? 'this'}. Change its permissions, or choose another place.`,
  ENOSPC: () => 'The disk is full. Free some space and start again; nothing was half saved.',
  EROFS: error => `${error.path ?? 'This place'} lies on a read-only file system. Choose another place.`,
  ENOTDIR: error => `${error.path ?? 'This place'} cannot be made: a part of it is a file, not a folder.`,
  // PostgreSQL's own code for it.
  53100: () => 'The disk of the database is full. Free some space and start again; nothing was half saved.',
  ENOENT: error => `${error.path ?? 'A file'} does not exist.`,
}

/** Says an error in one sentence and sets the exit status. The stack only with --debug. */
export function failWith(error: unknown, debug: boolean): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = SYSTEM[code]
  const message =
    known && error instanceof Error ? known(error) : error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  if (debug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
  process.exitCode = error instanceof CommandError ? error.exitStatus : 2
}
