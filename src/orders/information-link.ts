import { z } from 'zod'
import { readSignedToken, writeSignedToken } from '../platform/signed-token.ts'

const kind = {
  purpose: 'countersign.information-link.v1',
  schema: z.strictObject({
    order: z.string(),
    seller: z.string(),
    organization: z.string(),
    /** Which inquiry of the order: after the next question or answer the link is void. */
    inquiry: z.int(),
    /** Milliseconds since 1970. */
    expires: z.int(),
  }),
}

/** What a link lets its holder do: answer this one inquiry of this one order, for so long. */
export type InformationLink = z.infer<typeof kind.schema>

/** The token of a link. */
export function writeInformationLink(link: InformationLink, seed: Buffer): string {
  return writeSignedToken(kind, link, seed)
}

/** Reads a token that this installation has signed; null for any other text. Expiry is the caller's to judge. */
export function readInformationLink(token: string, seed: Buffer): InformationLink | null {
  return readSignedToken(kind, token, seed)
}
