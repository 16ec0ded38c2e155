import type { AddressAllowance } from './url.rules.ts'

/** One HTTP attempt. The bytes are the stored ones: a retry sends them unchanged. */
export type DeliveryRequest = {
  readonly url: string
  /** Complete, signature included. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** For the whole attempt, name look-up and answer included; at most 30,000. */
  readonly timeoutMs: number
  readonly allow: AddressAllowance
}

/**
 * Why no answer came. `INVALID_URL` and `FORBIDDEN_ADDRESS` are ours: nothing was sent.
 * `TOO_LARGE`: the answer's headers; a large body is cut instead. `PROTOCOL`: what came was not HTTP.
 */
export type DeliveryErrorCode =
  | 'INVALID_URL'
  | 'FORBIDDEN_ADDRESS'
  | 'DNS'
  | 'REFUSED'
  | 'TLS'
  | 'TIMEOUT'
  | 'RESET'
  | 'TOO_LARGE'
  | 'PROTOCOL'
  | 'OTHER'

/** How long the parts of an attempt took, in milliseconds; null for a part that was not reached, or not needed. */
export type DeliveryTimings = {
  readonly dnsMs: number | null
  /** TCP alone. */
  readonly connectMs: number | null
  readonly tlsMs: number | null
  /** From the ready connection to the status line. */
  readonly firstByteMs: number | null
}

/** The receiver answered. From the status line on the status decides, even when the body never ends. */
export type DeliveryResponse = {
  readonly kind: 'response'
  readonly status: number
  /** Only headers that help to diagnose, in lower case; cookies and the like are left out. */
  readonly headers: Readonly<Record<string, string>>
  /** The first 16 KiB as received: perhaps compressed, perhaps not text. */
  readonly body: Buffer
  /** Whether the receiver sent, or would have sent, more than `body`. */
  readonly truncated: boolean
  readonly durationMs: number
  /** The address that was dialled; null when the socket no longer knew it. */
  readonly remoteAddress: string | null
  readonly timings: DeliveryTimings
}

/** No answer. The message is a sentence for the endpoint's owner and names no internal address. */
export type DeliveryError = {
  readonly kind: 'error'
  readonly code: DeliveryErrorCode
  readonly message: string
  readonly durationMs: number
  /** The address that was reached; null when no connection was made. */
  readonly remoteAddress: string | null
  readonly timings: DeliveryTimings
}

/** What became of one attempt. An attempt never throws. */
export type DeliveryOutcome = DeliveryResponse | DeliveryError
