import {
  createKeyring,
  credentialsPerKey,
  encryptPlainCredentials,
  rotateCredentials,
  withConnection,
} from '@lettershop/tenant-router'
import { describeInstallation } from '../platform/db/installation.ts'
import { withDatabaseServer } from './with-server.ts'

/** Runs one action on the registry as role ops and says how the credentials stand afterwards. */
export async function runKeys(
  action: 'status' | 'rotate' | 'encrypt',
  { json }: { json?: true },
): Promise<void> {
  const { report, counts } = await withDatabaseServer(async (server, config) => {
    const { login, controlDatabase } = describeInstallation(server, config)
    const keys = createKeyring(config.keyRing)
    return withConnection(login('ops', controlDatabase), async client => {
      const report =
        action === 'rotate'
          ? await rotateCredentials(client, keys)
          : action === 'encrypt'
            ? await encryptPlainCredentials(client, keys)
            : undefined
      return { report, counts: await credentialsPerKey(client) }
    })
  })
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...report, keys: counts })}\n`)
    return
  }
  if (report) process.stdout.write(`Changed ${report.changed}, left to the next run ${report.skipped}.\n`)
  if (counts.length === 0) process.stdout.write('No data source has credentials of its own.\n')
  for (const { key_id, count } of counts) process.stdout.write(`${key_id ?? 'not encrypted'}: ${count}\n`)
}
