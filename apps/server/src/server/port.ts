import net from 'node:net'

/**
 * Tries the port before the long work of a first start, so that a taken one is said at once.
 * @throws EADDRINUSE, EACCES
 */
export async function assertPortFree(port: number, host: string): Promise<void> {
  const probe = net.createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(port, host, () => probe.close(() => resolve()))
  })
}
