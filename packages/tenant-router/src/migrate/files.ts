import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { RouterError } from '../errors.ts'
import { quoteIdentifier, quoteLiteral } from '../sql-tag.ts'

/** A folder of `NNNN_name.sql` files. The name is recorded with each applied file and must never change. */
export interface MigrationSource {
  readonly name: string
  readonly directory: string
}

export interface MigrationFile {
  readonly source: string
  /** The four digits; for a repeatable file its name. */
  readonly version: string
  readonly name: string
  readonly path: string
  readonly text: string
  readonly sha256: string
  /** `--! no-transaction`: one statement that refuses a transaction block, such as CREATE INDEX CONCURRENTLY. */
  readonly noTransaction: boolean
  /** `--! breaking`: programs that do not know this file must not serve the database. */
  readonly breaking: boolean
}

const VERSIONED = /^(\d{4})_([a-z0-9_]+)\.sql$/

/** Reads the files of one source, in order. @throws {RouterError} `migration` for a name that does not fit or appears twice */
export async function readVersioned(source: MigrationSource): Promise<MigrationFile[]> {
  const names = (await readdir(source.directory)).filter(name => name.endsWith('.sql')).sort()
  const files = await Promise.all(names.map(name => readOne(source, name, VERSIONED.exec(name))))
  files.forEach((file, index) => {
    if (file.version === files[index - 1]?.version)
      throw new RouterError('migration', `${file.path}: version ${file.version} is used twice`)
  })
  return files
}

async function readOne(
  source: MigrationSource,
  file: string,
  parts: RegExpExecArray | null,
): Promise<MigrationFile> {
  const where = path.join(source.directory, file)
  if (!parts) throw new RouterError('migration', `${where}: name it NNNN_what_it_does.sql`)
  return load(source.name, parts[1] ?? '', parts[2] ?? '', where)
}

/** Reads every `.sql` file of a folder of views, functions and the like that are replaced as a whole. */
export async function readRepeatable(source: MigrationSource): Promise<MigrationFile[]> {
  const names = (await readdir(source.directory)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(name =>
      load(`${source.name}:repeatable`, name, path.basename(name, '.sql'), path.join(source.directory, name)),
    ),
  )
}

async function load(source: string, version: string, name: string, where: string): Promise<MigrationFile> {
  const text = await readFile(where, 'utf8')
  const flags = [...text.matchAll(/^--! *(\S+) *$/gm)].map(match => match[1])
  const unknown = flags.find(flag => flag !== 'breaking' && flag !== 'no-transaction')
  if (unknown) throw new RouterError('migration', `${where}: unknown flag "--! ${unknown}"`)
  return {
    source,
    version,
    name,
    path: where,
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
    noTransaction: flags.includes('no-transaction'),
    breaking: flags.includes('breaking'),
  }
}

/**
 * Puts variables into SQL text: `:"name"` as an identifier, `:'name'` as a literal, as psql does. Unlike psql also
 * inside dollar quotes, where role names are needed in functions.
 */
export function substitute(file: MigrationFile, variables: Readonly<Record<string, string>>): string {
  return file.text.replace(/(?<!:):(["'])([a-z_]+)\1/g, (_, quote: string, name: string) => {
    const value = variables[name]
    if (value === undefined) throw new RouterError('migration', `${file.path}: no variable named ${name}`)
    return quote === '"' ? quoteIdentifier(value) : quoteLiteral(value)
  })
}
