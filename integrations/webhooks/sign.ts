import { createHmac, sign } from 'node:crypto'
import { parseWebhookSecret } from '../../src/webhooks/webhook-secret.ts'
import { isWebhookSigningKey, parseWebhookSigningKey } from '../../src/webhooks/webhook-signing-key.ts'

/** What a Standard Webhooks signature covers. */
export type WebhookToSign = {
  /** The event's id, the same for every attempt: letters, digits, `_` and `-`. */
  readonly id: string
  /** When this attempt is made; whole seconds are signed. */
  readonly timestamp: Date
  /** Exactly the bytes that are sent. */
  readonly body: Buffer
  /** The `whsec_` and `whsk_` secrets in force, newest first: twice as many while a rotation overlaps. */
  readonly secrets: readonly string[]
}

/** One attempt's headers, apart from those that the HTTP client sets itself. */
export type WebhookAttempt = WebhookToSign & {
  readonly deliveryId: string
  /** 1 for the first attempt. */
  readonly attempt: number
  /** The body's type, and what the endpoint's owner added. Ours and those of the connection cannot be replaced. */
  readonly endpointHeaders?: Readonly<Record<string, string>>
}

const RESERVED = new Set(
  (
    'host content-length transfer-encoding connection keep-alive upgrade expect te trailer proxy-authorization ' +
    'proxy-connection accept-encoding content-encoding'
  ).split(' '),
)

/**
 * The value of `webhook-signature`: one `v1,<base64>` (HMAC-SHA256) per `whsec_` secret and one `v1a,<base64>` (Ed25519)
 * per `whsk_` key, separated by spaces.
 *
 * @throws {WebhookSecretError} when a secret cannot be read
 * @throws {RangeError} when there is no secret, or the id could be mistaken for a part of the signed text
 */
export function signWebhook({ id, timestamp, body, secrets }: WebhookToSign): string {
  // "id.timestamp.body" is only unambiguous while the id holds no dot.
  if (!/^[\w-]+$/.test(id)) throw new RangeError('A webhook id holds letters, digits, "_" and "-" only.')
  if (secrets.length === 0) throw new RangeError('A webhook needs at least one secret to be signed with.')
  const signed = Buffer.concat([Buffer.from(`${id}.${unixSeconds(timestamp)}.`), body])
  return secrets.map((secret) => signatureOf(signed, secret)).join(' ')
}

function signatureOf(signed: Buffer, secret: string): string {
  if (isWebhookSigningKey(secret))
    return `v1a,${sign(null, signed, parseWebhookSigningKey(secret)).toString('base64')}`
  return `v1,${createHmac('sha256', parseWebhookSecret(secret)).update(signed).digest('base64')}`
}

/**
 * All headers of one attempt, names in lower case.
 *
 * @throws as {@link signWebhook}
 */
export function webhookHeaders(attempt: WebhookAttempt): Record<string, string> {
  const own = {
    'user-agent': 'Countersign-Webhooks/1',
    'webhook-id': attempt.id,
    'webhook-timestamp': String(unixSeconds(attempt.timestamp)),
    'webhook-signature': signWebhook(attempt),
    'webhook-delivery-id': attempt.deliveryId,
    'webhook-attempt': String(attempt.attempt),
  }
  const added = Object.entries(attempt.endpointHeaders ?? {})
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !RESERVED.has(name))
  return { 'content-type': 'application/json', ...Object.fromEntries(added), ...own }
}

/** Ours; the values of all others came from the endpoint's owner. */
const SHOWN = /^(content-type|user-agent|webhook-[a-z-]+|ce-[a-z]+)$/

/** An attempt's headers for its log: the values of those that may hold a credential are not in it. */
export function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SHOWN.test(name) ? value : '[redacted]']),
  )
}

function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}
