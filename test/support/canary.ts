import { createServer, type AddressInfo } from 'node:net'

/** Listens on every address of the machine, counts connections and answers nothing. */
export type Canary = {
  readonly port: number
  readonly hits: () => number
  close(): Promise<void>
}

/** Starts a canary: whatever reaches it has passed a guard that it should not have passed. */
export async function startCanary(): Promise<Canary> {
  let hits = 0
  const server = createServer((socket) => {
    hits += 1
    socket.on('error', () => undefined)
    socket.destroy()
  })
  const listen = (host: string) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, host, resolve)
    })
  // Machines without IPv6 have no "::".
  await listen('::').catch(() => listen('0.0.0.0'))
  const { port } = server.address() as AddressInfo // listens on TCP, see above
  return { port, hits: () => hits, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
