import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresPubSub } from '../../src/platform/pubsub.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

/** Stands before PostgreSQL and can be away. */
async function gateway(
  to: URL,
): Promise<{ url: string; attempts: () => number; away: (away: boolean) => void; close: () => void }> {
  const sockets = new Set<Socket>()
  let isAway = false
  let attempts = 0
  const server: Server = createServer((socket) => {
    attempts++
    if (isAway) return void socket.destroy()
    const upstream = connect(Number(to.port), to.hostname)
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => undefined)
      end.on('close', () => (sockets.delete(end), socket.destroy(), upstream.destroy()))
    }
    socket.pipe(upstream).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(to)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    attempts: () => attempts,
    away(away) {
      isAway = away
      if (away) for (const socket of sockets) socket.destroy()
    },
    close: () => server.close(),
  }
}

describe('live hints over PostgreSQL', () => {
  it('ask for a lost connection once a second, and hear each message once when it is back', async () => {
    const door = await gateway(new URL(database.url))
    const pubsub = await postgresPubSub(door.url, createLogger('silent'))
    const heard: Array<string | null> = []
    const stop = await pubsub.subscribe('news', (message) => heard.push(message))
    const before = door.attempts()
    door.away(true)
    await sleep(2500)
    const asked = door.attempts() - before
    door.away(false)
    await vi.waitFor(() => expect(heard).toContain(null), 5000)
    await sleep(1500)
    await pubsub.publish('news', 'hello')
    await vi.waitFor(() => expect(heard).toContain('hello'), 5000)
    await sleep(200)
    expect(heard).toEqual([null, 'hello'])
    expect(asked).toBeLessThanOrEqual(4)
    await stop()
    await pubsub.close()
    door.close()
  })
})
