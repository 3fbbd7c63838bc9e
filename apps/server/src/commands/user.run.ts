import { text } from 'node:stream/consumers'
import { withConnection } from '@lettershop/tenant-router'
import { createOperator, createOrganization, createUser, resetUser } from '../modules/identity/index.ts'
import { prepareInstallation } from '../platform/db/installation.ts'
import { CommandError } from './fail.ts'
import { withDatabaseServer } from './with-server.ts'
import { withServices } from './with-services.ts'

/** From standard input, never from an argument: arguments stand in the process list and the shell's history. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password (ends with Ctrl-D): ')
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password.length < 8)
    throw new CommandError('Give a password of 8 characters or more on standard input.')
  return password
}

/** Makes a person, and an organization of theirs where one is named. */
export async function runUserCreate(options: {
  email: string
  name: string
  organization?: string
}): Promise<void> {
  const password = await readPassword()
  await withServices(async services => {
    const { id, email } = await createUser(services, {
      email: options.email,
      name: options.name,
      password,
      email_verified: true,
    })
    process.stdout.write(`Made ${email}.\n`)
    if (options.organization === undefined) return
    const { name, slug } = await createOrganization(services, { name: options.organization, ownerId: id })
    process.stdout.write(`Made the organization ${name} (${slug}).\n`)
  })
}

/** Sets a password and ends every session. */
export async function runUserReset(options: { email: string; twoFactor?: true }): Promise<void> {
  const password = await readPassword()
  await withServices(services =>
    resetUser(services, options.email, password, { twoFactor: options.twoFactor === true }),
  )
  process.stdout.write('The password is set; every session has ended.\n')
}

/** Only role ops can make an operator: no request can. */
export async function runOperatorCreate(options: { email: string }): Promise<void> {
  await withDatabaseServer(async (server, config) => {
    const { login, controlDatabase } = await prepareInstallation(server, config)
    await withConnection(login('ops', controlDatabase), client => createOperator(client, options.email))
  })
  process.stdout.write(`${options.email} may now run the installation.\n`)
}
