import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** True of an address whose word about the one before it is believed. Express takes it as its `trust proxy`. */
export type TrustsAddress = (address: string) => boolean

/**
 * Where a request comes from: the socket's address, or, where that is a trusted proxy's, what it says in
 * `X-Forwarded-For`, from the nearest hop on for as long as each is trusted. What a client wrote there itself stands
 * before the first address that is not trusted, and is never believed.
 */
export function clientAddress(request: IncomingMessage, trusts: TrustsAddress): string | null {
  const { remoteAddress } = request.socket
  if (!remoteAddress) return null
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = forwarded.split(',').map((hop) => hop.trim())
  let address = remoteAddress
  for (const before of hops.toReversed()) {
    if (!trusts(address) || isIP(before) === 0) break
    address = before
  }
  return address
}
