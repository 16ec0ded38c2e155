import { addDays, type CalendarDate } from '../platform/calendar.ts'
import { startDay, type LineToPrice, type PricedLine } from './pricing.rules.ts'

/** Days after the start in which what was committed to may be given back, or its quantity reduced. */
const cancellationDays = 7

/** What an invoice says of a line besides amounts. */
export type InvoiceDates = {
  /** The first service period that is charged: `start` up to, and without, `end`; null end: it is bought once. */
  servicePeriodStart: CalendarDate
  servicePeriodEnd: CalendarDate | null
  /** The last day on which it can still be cancelled; null: without commitment it can be at any time. */
  cancellationWindowEnd: CalendarDate | null
  /** It goes on after its commitment unless somebody ends it. */
  autoRenew: boolean
}

/** See {@link InvoiceDates}. */
export function invoiceDates(line: LineToPrice, priced: Pick<PricedLine, 'nextBillingDate'>): InvoiceDates {
  const servicePeriodStart = startDay(line)
  const isCommitted = line.paymentModel === 'RECURRING' && line.commitmentTerm !== null
  return {
    servicePeriodStart,
    servicePeriodEnd: priced.nextBillingDate,
    cancellationWindowEnd: isCommitted ? addDays(servicePeriodStart, cancellationDays) : null,
    autoRenew: line.paymentModel === 'RECURRING' || line.paymentModel === 'USAGE',
  }
}
