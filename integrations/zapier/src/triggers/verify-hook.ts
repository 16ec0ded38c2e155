import { Webhook } from 'standardwebhooks'
import { timingSafeEqual } from 'node:crypto'

interface RawRequest {
  headers?: Record<string, string>
  content?: string
}

/** Zapier may hand headers on as `Http-Webhook-Id`. */
function header(request: RawRequest, name: string): string {
  const found = Object.entries(request.headers ?? {}).find(
    ([key]) => key.toLowerCase().replace(/^http-/, '') === name,
  )
  return found?.[1] ?? ''
}

const isEqual = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Whether a request was signed by our server with this secret (Standard Webhooks v1). Its age is not judged: Zapier may
 * hold a hook back for hours, and sends it with the headers that it came with.
 */
export function isSigned(request: RawRequest, secret: string): boolean {
  const seconds = Number(header(request, 'webhook-timestamp'))
  if (!Number.isInteger(seconds) || secret === '') return false
  const expected = new Webhook(secret).sign(
    header(request, 'webhook-id'),
    new Date(seconds * 1000),
    request.content ?? '',
  )
  return header(request, 'webhook-signature')
    .split(' ')
    .some((signature) => isEqual(signature, expected))
}
