import { createHmac } from 'node:crypto'
import type { Ctx } from '../access/ctx.ts'
import { sameSecret } from '../platform/secrets.ts'

/** How long a link works: long enough to click, too short to be passed on for good. */
const linkMs = 5 * 60_000

function signatureOf(ctx: Pick<Ctx, 'keys'>, text: string): string {
  const key = createHmac('sha256', ctx.keys.signing).update('countersign.evidence-link.v1').digest()
  return createHmac('sha256', key).update(text).digest('hex')
}

const signedText = (path: string, sellerId: string, expires: string) => `${path}\n${sellerId}\n${expires}`

/** A link to evidence of a seller that works without signing in, for five minutes. */
export function evidenceLink(
  ctx: Pick<Ctx, 'keys' | 'clock' | 'publicUrl'>,
  path: string,
  sellerId: string,
): string {
  const expires = String(ctx.clock.now().getTime() + linkMs)
  const signature = signatureOf(ctx, signedText(path, sellerId, expires))
  const query = new URLSearchParams({ seller: sellerId, expires, signature })
  return `${ctx.publicUrl ?? ''}${path}?${query.toString()}`
}

/** The seller whose evidence a link opens; null when it was not made here, was changed, or is over. */
export function sellerOfLink(
  ctx: Pick<Ctx, 'keys' | 'clock'>,
  path: string,
  query: URLSearchParams,
): string | null {
  const [seller = '', expires = '', signature = ''] = ['seller', 'expires', 'signature'].map(
    (name) => query.get(name) ?? '',
  )
  if (!sameSecret(signature, signatureOf(ctx, signedText(path, seller, expires)))) return null
  return Number(expires) > ctx.clock.now().getTime() ? seller : null
}
