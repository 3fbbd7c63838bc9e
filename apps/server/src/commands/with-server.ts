import { type Config, loadConfig } from '../platform/config/config.ts'
import { type DatabaseServer, openDatabaseServer } from '../platform/db/server.ts'

/** Runs a command against the installation's database server and stops it again if this command started it. */
export async function withDatabaseServer<T>(
  work: (server: DatabaseServer, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig(process.env)
  const server = await openDatabaseServer(config)
  try {
    return await work(server, config)
  } finally {
    await server.stop()
  }
}
