import { z } from 'zod'
import { readSignedToken, writeSignedToken } from '../platform/signed-token.ts'

const kind = {
  purpose: 'countersign.decision-link.v1',
  schema: z.strictObject({
    request: z.string(),
    step: z.string(),
    /** The user whose decision it carries. */
    approver: z.string(),
    /** Hash of the content that the approver was asked about. */
    content: z.string(),
    /** Milliseconds since 1970. */
    expires: z.int(),
  }),
}

/** What a link lets its holder do: decide, once, as this approver, in this step, on this content. */
export type DecisionLink = z.infer<typeof kind.schema>

/** The path of the page where the holder decides; put the server's address before it. */
export function decisionLinkPath(link: DecisionLink, seed: Buffer): string {
  return `/approvals/decide/${writeSignedToken(kind, link, seed)}`
}

/** Reads a token that this installation has signed; null for any other text. Expiry is the caller's to judge. */
export function readDecisionLink(token: string, seed: Buffer): DecisionLink | null {
  return readSignedToken(kind, token, seed)
}
