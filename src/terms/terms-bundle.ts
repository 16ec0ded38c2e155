import { z } from 'zod'

export const bundleFormat = 'countersign.terms-bundle.v1'
export const statementFormat = 'countersign.terms-statement.v1'

const place = z.object({ sequence: z.string().regex(/^[1-9]\d{0,17}$/), hash: z.string() })

/** What the installation signs when a bundle is exported: which entries the order has, and where the chain ends. */
export const statementSchema = z.object({
  format: z.literal(statementFormat),
  sellerId: z.string(),
  order: z.object({ id: z.string(), number: z.string().nullable() }),
  /** The order's entries, oldest first: none may be missing, none may be added. */
  entries: z.array(place).min(1),
  /** The last link that the bundle carries. */
  through: place,
  /** The end of the seller's chain when the bundle was exported. */
  head: place,
  exportedAt: z.string(),
})

const signed = { signature: z.string(), keyId: z.string() }

const linkSchema = z.object({
  sequence: z.string(),
  previousHash: z.string(),
  evidenceHash: z.string(),
  ...signed,
})

/** Evidence of one order, with all that it takes to verify it without us. */
export const bundleSchema = z.object({
  format: z.literal(bundleFormat),
  statement: z.object({ canonical: z.string(), ...signed }),
  entries: z.array(
    z.object({
      canonical: z.string(),
      previousHash: z.string(),
      evidenceHash: z.string(),
      ...signed,
      terms: z.object({ title: z.string(), version: z.string(), locale: z.string(), body: z.string() }),
    }),
  ),
  /** Every link of the seller's chain from the order's first entry on; those of other orders as hashes alone. */
  links: z.array(linkSchema),
  keys: z.array(z.looseObject({ kid: z.string() })),
})

export type TermsStatement = z.infer<typeof statementSchema>
export type TermsBundle = z.infer<typeof bundleSchema>
