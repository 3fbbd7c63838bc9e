import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { TenantDatabase } from './generated/tenant.gen.ts'

/**
 * Builds queries on tenant tables and runs none: only a `TenantTx` can do that, so that a query without an
 * organization does not compile. Types come from the migrated catalog (`npm run db:generate`).
 */
export const db = new Kysely<TenantDatabase>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: builder => new PostgresIntrospector(builder),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export type { TenantDatabase }
