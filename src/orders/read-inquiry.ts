import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import { DomainError } from '../platform/errors.ts'
import { inquiryQuestions } from './inquiry.rules.ts'
import type { OrderInquiry } from './order-inquiry.view.ts'
import { openInquiry, type OpenInquiry } from './open-inquiry.ts'

function inquiryOf({ order, expiresAt }: OpenInquiry): OrderInquiry {
  const waiting = order.lines.getItems().filter((line) => line.status === 'AWAITING_INFORMATION')
  return {
    sellerName: order.parties.seller.name,
    expiresAt,
    lines: waiting.map(({ lineNumber, item, informationRequest }) => ({
      lineNumber,
      productName: item.productName,
      message: informationRequest?.message ?? '',
    })),
    questions: inquiryQuestions(waiting) as OrderInquiry['questions'],
  }
}

/** What the holder of a link is asked, and nothing else; null when the link does not hold (any more). */
export async function readInquiry(ctx: Ctx, token: string): Promise<OrderInquiry | null> {
  try {
    return inquiryOf(await openInquiry(ctx, token))
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  } finally {
    // Whatever else this operation reads, it reads as its caller.
    await continueAs(ctx, ctx.actor)
  }
}
