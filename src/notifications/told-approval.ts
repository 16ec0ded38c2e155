import { z } from 'zod'

const person = z.object({ id: z.string(), name: z.string() })
const amount = z.object({ amount: z.string(), currency: z.string() })

const step = z.object({
  position: z.int(),
  status: z.string(),
  approvers: z.array(person),
  reason: z.string(),
})

/** What a mail reads of an event about an approval. Whoever tells may know less of the order than its number. */
const toldApprovalSchema = z.object({
  order: z.object({
    id: z.string(),
    orderNumber: z.string().nullable(),
    revision: z.int(),
    seller: z.object({ name: z.string() }).optional(),
    organization: z.object({ name: z.string() }).optional(),
    account: z.object({ name: z.string() }).optional(),
    requestedBy: z.object({ name: z.string() }).optional(),
    purchaseOrderNumber: z.string().nullish(),
    lines: z
      .array(
        z.object({
          productName: z.string(),
          offerName: z.string(),
          quantity: z.string(),
          unitOfMeasure: z.string(),
          lineTotal: amount,
        }),
      )
      .optional(),
    totals: z
      .object({ firstInvoiceTotal: amount, monthlyRecurring: amount, totalContractValue: amount })
      .optional(),
  }),
  approval: z.object({
    id: z.string(),
    status: z.string(),
    requesterId: z.string(),
    reason: z.string(),
    steps: z.array(step),
  }),
  step: step.optional(),
  decision: z
    .object({
      kind: z.enum(['APPROVE', 'REJECT', 'REQUEST_CHANGES', 'EXPIRE']),
      stepPosition: z.int(),
      decidedBy: person,
      comment: z.string().nullable(),
    })
    .optional(),
})

export type ToldApproval = z.infer<typeof toldApprovalSchema>

/** What an event tells of an approval; throws where it is no event of one. */
export function readToldApproval(data: unknown): ToldApproval {
  return toldApprovalSchema.parse(data)
}
