import type { DeliveryErrorCode } from '../../src/webhooks/delivery-port.ts'

const CODES: readonly (readonly [DeliveryErrorCode, RegExp])[] = [
  ['FORBIDDEN_ADDRESS', /^FORBIDDEN_ADDRESS$/],
  ['TIMEOUT', /TIMEOUT|^ETIMEDOUT$|^UND_ERR_ABORTED$/],
  ['DNS', /^(ENOTFOUND|ENODATA|ESERVFAIL|ENONAME|EAI_\w+)$/],
  ['REFUSED', /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)$/],
  ['RESET', /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/],
  ['TOO_LARGE', /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/],
  ['PROTOCOL', /^(HPE_\w+|UND_ERR_RES_\w+|UND_ERR_HTTP_PARSER)$/],
  [
    'TLS',
    /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/,
  ],
]

const SENTENCES: Record<DeliveryErrorCode, string> = {
  INVALID_URL: 'The endpoint has a URL that cannot be delivered to.',
  FORBIDDEN_ADDRESS: 'The host leads to an address that is not public; nothing was sent.',
  DNS: 'The host name could not be resolved.',
  REFUSED: 'The receiver could not be reached: nothing listens there, or no route leads to it.',
  TLS: 'No trusted encrypted connection could be made: check the certificate, its chain and its host name.',
  TIMEOUT: 'The receiver did not answer in time.',
  RESET: 'The receiver closed the connection before it answered.',
  TOO_LARGE: 'The headers of the answer are too large.',
  PROTOCOL: 'The answer is not valid HTTP/1.1.',
  OTHER: 'The request could not be made.',
}

/**
 * Puts what a socket, TLS, DNS or undici threw into the words of the delivery port.
 * The sentence is our own: Node's messages name the addresses that were dialled.
 */
export function deliveryFailure(thrown: unknown): { code: DeliveryErrorCode; message: string } {
  const cause = codeOf(thrown)
  const code = CODES.find(([, pattern]) => pattern.test(cause))?.[0] ?? 'OTHER'
  const shown = code === 'TLS' || code === 'PROTOCOL' || code === 'OTHER'
  return { code, message: shown && cause !== '' ? `${SENTENCES[code]} (${cause})` : SENTENCES[code] }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  // AbortSignal.timeout rejects with a DOMException, whose code is a number.
  if (thrown.name === 'TimeoutError') return 'ETIMEDOUT'
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  // undici leaves the code out when the answer is not HTTP at all.
  if (thrown.name === 'HTTPParserError') return 'HPE_INVALID'
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0])
  return thrown.cause === undefined ? '' : codeOf(thrown.cause)
}
