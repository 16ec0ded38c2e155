import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Has a server listen; answers the port, which is a free one for 0. Rejects when it cannot. */
export async function listen(http: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      resolve()
    })
  })
  return (http.address() as AddressInfo).port
}
