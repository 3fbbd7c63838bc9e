import type { Rows } from '@lettershop/contracts/generated/columns.gen'

/** Columns that no answer carries. */
type Hidden = 'tenant_id' | 'deleted_at'

/** A row of a table as the API shows it. Which of its columns a resource exposes stands in its contract. */
export type Row<Table extends keyof Rows> = Omit<Rows[Table], Hidden>
