import { createPublicKey, verify } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a receiver writes who knows the public key alone: Ed25519 over `id.timestamp.body`, of any v1a signature. */
export function verifyV1a(headers: IncomingHttpHeaders, body: Buffer, publicKey: string): boolean {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64')
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const start = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`
  const signed = Buffer.concat([Buffer.from(start), body])
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, signed, key, Buffer.from(one.slice(4), 'base64')))
}
