import type { FastifyInstance } from 'fastify'

/** What is under way may end within this time; then it is cut off. A watcher's event stream would last as long as its job. */
const GRACE_MS = 3000
const LOOK_MS = 50

/**
 * Closes the application within {@link GRACE_MS}. Node closes only the connections that are idle at the first moment:
 * one whose answer ends later would be kept alive for more than a minute.
 */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), LOOK_MS)
  const cut = setTimeout(() => app.server.closeAllConnections(), GRACE_MS)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(cut)
  }
}
