import { z } from 'zod'
import { ApprovalDecisionKind } from '../approvals/approval-decision.entity.ts'
import { ApprovalPauseReason } from '../approvals/approval-request.entity.ts'

const person = z.object({ id: z.string(), name: z.string() })
const amount = z.object({ amount: z.string(), currency: z.string() })

const step = z.object({
  position: z.int(),
  status: z.string(),
  approvers: z.array(person),
  reason: z.string(),
  expiresAt: z.iso.datetime().nullish(),
})

/** Most events name people; those about watchers know their ids alone. */
const somebody = z.union([person, z.string().transform((id) => ({ id, name: '' }))])

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
    pausedUntil: z.iso.datetime().nullish(),
    pauseReason: z.enum(ApprovalPauseReason).nullish(),
    pauseNote: z.string().nullish(),
    steps: z.array(step),
  }),
  step: step.optional(),
  waitingFor: z.array(person).optional(),
  joined: z.array(person).optional(),
  cause: z.string().optional(),
  added: z.array(somebody).optional(),
  removed: z.array(somebody).optional(),
  reason: z.string().nullish(),
  comment: z.object({ author: person, body: z.string() }).optional(),
  decision: z
    .object({
      kind: z.enum(ApprovalDecisionKind),
      stepPosition: z.int(),
      decidedBy: person,
      comment: z.string().nullable(),
    })
    .nullish(),
})

export type ToldApproval = z.infer<typeof toldApprovalSchema>

/** What an event tells of an approval; throws where it is no event of one. */
export function readToldApproval(data: unknown): ToldApproval {
  return toldApprovalSchema.parse(data)
}
