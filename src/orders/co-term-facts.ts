import type { CalendarDate } from '../platform/calendar.ts'
import type { OrderLine } from './order.entity.ts'
import type { CoTermFacts } from './stage-facts.ts'

/** What the end of a line is judged by when the order starts on that day; null when it has a term of its own. */
export function coTermFacts(
  line: Pick<OrderLine, 'coTermDate' | 'coTermWithSubscriptionId' | 'item'>,
  startDate: CalendarDate,
): CoTermFacts | null {
  const { coTermDate: end, coTermWithSubscriptionId: sharedWith, item } = line
  if (end === null) return null
  const { paymentModel, billingPeriod, commitmentTerm } = item
  return { end, sharedWith, line: { paymentModel, billingPeriod, commitmentTerm, startDate } }
}
