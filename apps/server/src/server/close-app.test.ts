import http from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { closeApp } from './close-app.ts'

test('closes beside a stream that never ends and a connection that its client keeps', async () => {
  const app = fastify({ keepAliveTimeout: 600_000, forceCloseConnections: 'idle' })
  app.get('/quick', async () => 'done')
  app.get('/endless', (_request, reply) => {
    reply.hijack()
    reply.raw.write('data: 1\n\n')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true })
  const open = (path: string) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      http.get({ port, host: '127.0.0.1', path, agent }, resolve).once('error', reject)
    })
  const stream = await open('/endless')
  const cutOff = new Promise(resolve => stream.once('error', resolve).resume())
  ;(await open('/quick')).resume()
  await closeApp(app)
  await cutOff
  await expect(open('/quick')).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/)
  agent.destroy()
})
