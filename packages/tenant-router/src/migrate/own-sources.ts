import { fileURLToPath } from 'node:url'
import type { MigrationSource } from './files.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../sql/${name}`, import.meta.url))

/** The library's own migrations, to be named before the program's: scope, protection, and the tenants' homes or the registry. */
export const ownMigrations: Readonly<Record<'control' | 'tenant', readonly MigrationSource[]>> = {
  control: [
    { name: 'platform', directory: folder('platform') },
    { name: 'router', directory: folder('control') },
  ],
  tenant: [
    { name: 'platform', directory: folder('platform') },
    { name: 'router', directory: folder('tenant') },
  ],
}
