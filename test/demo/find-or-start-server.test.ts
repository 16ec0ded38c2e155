import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { findOrStartServer } from '../../src/demo/find-or-start-server.ts'

afterEach(() => vi.unstubAllEnvs())

/** Somebody's server that is up at this address, and healthy from the given question on. */
async function startingServer(healthyFrom: number) {
  let questions = 0
  const server = createServer((_request, response) => {
    questions += 1
    response.writeHead(questions >= healthyFrom ? 200 : 503).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('COUNTERSIGN_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  // With this, a server of the demo's own refuses to start.
  vi.stubEnv('LOG_LEVEL', 'no level')
  return server
}

it("waits for somebody's server that is about to answer, where its own cannot start", async () => {
  const server = await startingServer(3)
  const said: string[] = []
  const { url } = await findOrStartServer((line) => said.push(line))
  server.close()

  expect(url).toBe(process.env['COUNTERSIGN_URL'])
  expect(said).toEqual([
    `No server answers at ${url}: starting one for the length of this demo.`,
    `It did not start. Waiting for one that is about to answer at ${url} ...`,
  ])
})

it('says that none started when nobody answers in time', async () => {
  const server = await startingServer(Infinity)
  const trying = findOrStartServer(() => undefined, 600)

  await expect(trying).rejects.toThrow('No server started; its message stands above.')
  server.close()
})
