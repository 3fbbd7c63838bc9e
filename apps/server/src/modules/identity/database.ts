import type pg from 'pg'

/** A connection of role auth, inside or outside of a transaction. */
export type AuthConnection = Pick<pg.Pool, 'query'>

/**
 * Runs `work` in one transaction of role auth.
 * @throws what `work` throws, after the rollback; a connection that cannot roll back is destroyed
 */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: AuthConnection) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    const failed = await client.query('rollback').then(
      () => undefined,
      (reason: unknown) => reason,
    )
    client.release(failed instanceof Error ? failed : failed !== undefined)
    throw error
  }
}
