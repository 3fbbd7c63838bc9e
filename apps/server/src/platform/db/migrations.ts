import { fileURLToPath } from 'node:url'
import { type MigrateOptions, ownMigrations, type RoleNames } from '@lettershop/tenant-router'

const folder = (path: string) => fileURLToPath(new URL(`../../../../../db/${path}`, import.meta.url))

/** The two migration streams: the router's base, then the product's tables, then what is replaced as a whole. */
export function migrationsOf(kind: 'control' | 'tenant', roles: RoleNames): MigrateOptions {
  return {
    sources: [...ownMigrations[kind], { name: kind, directory: folder(`${kind}/migrations`) }],
    repeatable: [{ name: kind, directory: folder(`${kind}/repeatable`) }],
    variables: { ...roles },
  }
}
