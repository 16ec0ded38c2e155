import { createHmac, timingSafeEqual } from 'crypto'

const tolerance = 300

type Headers = Record<string, string | string[] | undefined>

const header = (headers: Headers, name: string): string => String(headers[name] ?? '')

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Whether the bytes were signed with this secret (Standard Webhooks v1) at most five minutes ago. n8n lets no node bring
 * the library along.
 */
export function isSigned(
  body: Buffer,
  headers: Headers,
  { secret, now }: { secret: string; now: Date },
): boolean {
  const [id, timestamp] = [header(headers, 'webhook-id'), header(headers, 'webhook-timestamp')]
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  if (!(age <= tolerance) || !secret.startsWith('whsec_')) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  return header(headers, 'webhook-signature')
    .split(' ')
    .some((signature) => isEqual(signature, `v1,${expected}`))
}
