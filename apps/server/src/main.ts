/**
 * The `lettershop` command. Each sub-command is a composition root of its own and imports what it needs when it runs,
 * so that `render` never loads a database driver and `--help` is instant.
 */
import { Command, CommanderError } from 'commander'
import { addBackupCommands } from './commands/backup.ts'
import { addConfigCommand } from './commands/config.ts'
import { addDatabaseCommands } from './commands/db.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { failWith } from './commands/fail.ts'
import { addKeyCommands } from './commands/keys.ts'
import { addRenderCommand } from './commands/render.ts'
import { addServeCommands } from './commands/serve.ts'
import { addSourceCommands } from './commands/source.ts'
import { addTenantCommands } from './commands/tenant.ts'
import { addUserCommands } from './commands/user.ts'

const program = new Command('lettershop')
  .description('Design, personalise, print, mail and measure campaigns.')
  .option('--debug', 'show stack traces')
  .showHelpAfterError('(add --help for an example)')
  .exitOverride()

addServeCommands(program)
addDemoCommand(program)
addRenderCommand(program)
addDatabaseCommands(program)
addUserCommands(program)
addTenantCommands(program)
addSourceCommands(program)
addKeyCommands(program)
addDoctorCommand(program)
addBackupCommands(program)
addConfigCommand(program)

// A reader that closes early (`lettershop config | head`) is no error.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  // Commander has said what is wrong by itself; 2 is "not usable as written".
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else failWith(error, program.opts()['debug'] === true)
}
