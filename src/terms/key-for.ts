import type { Ctx } from '../access/ctx.ts'
import { signingKeyOf, verifyingKeyOf, type VerifyingKey } from '../platform/signing-key.ts'

/** A key of this installation by its id, one that was retired too, with its PEM; null when it is not ours. */
export function keyFor(
  ctx: Pick<Ctx, 'keys'>,
  keyId: string | null,
): (VerifyingKey & { publicKey: string }) | null {
  const present = signingKeyOf(ctx.keys.signing)
  if (present.id === keyId) return present
  const retired = (ctx.keys.retired ?? []).map((pem) => ({ ...verifyingKeyOf(pem), publicKey: pem }))
  return retired.find(({ id }) => id === keyId) ?? null
}
