import { z } from 'zod'

const model = z.enum(['FLAT', 'TIERED', 'VOLUME'])
const tiers = z.array(z.object({ upTo: z.string().nullable(), unitPrice: z.string() }))

/** Tiers as they are stored. */
export const tiersSchema = tiers

/** What is charged for measured usage, as it is stored. */
export const usageSchema = z.object({
  unitOfMeasure: z.string(),
  model,
  unitPrice: z.string(),
  tiers,
  included: z.string(),
})
