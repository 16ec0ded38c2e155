import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A receiver in a process of its own: it answers 204 at once, except under /hang, where it never answers. */
const arrivals: Array<[id: string, at: number]> = []
const server = createServer((request, response) => {
  // The head is here with the first byte; the body is still to come.
  const at = Date.now()
  if (request.url === '/hang') return
  arrivals.push([String(request.headers['webhook-delivery-id']), at])
  request.resume()
  request.on('end', () => void response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', (asked) => {
  if (asked === 'count') process.send?.({ count: arrivals.length })
  if (asked === 'take') process.send?.({ arrivals: arrivals.splice(0) })
})
process.once('disconnect', () => process.exit(0))
