import { formatMoney, formatNumber } from '../format.ts'
import { t } from '../strings.ts'

interface Amount {
  amount: string
  currency: string
}

/** What `ApprovalRequest.content` tells (schema/events/order.submitted.json), as far as approvers compare it. */
export interface SubmittedOrder {
  revision: number
  purchaseOrderNumber: string | null
  costCenter: string | null
  externalReference: string | null
  invoiceEmail: string | null
  notes: string | null
  requestedStartDate: string | null
  contacts: Array<{
    role: 'ADMIN' | 'BILLING' | 'SIGNATORY' | 'TECHNICAL'
    firstName: string
    lastName: string
    email: string
    phone: string | null
  }>
  provisioning: Record<string, unknown>
  lines: Array<{
    lineNumber: number
    productName: string
    offerName: string
    quantity: string
    unitPrice: Amount
    lineTotal: Amount
    provisioning: Record<string, unknown>
  }>
  totals: { firstInvoiceTotal: Amount; monthlyRecurring: Amount; totalContractValue: Amount }
}

/** One thing that is not as it was; an empty text: it was not there, or is gone. */
export interface RevisionChange {
  what: string
  before: string
  now: string
}

/** What a question is called. */
type LabelOf = (key: string) => string

type Fact = readonly [what: string, value: string]

const textOf = (value: unknown): string => {
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join(', ')
  return value === null || value === undefined ? '' : `${value as string | number}`
}

const answered = (answers: Record<string, unknown>, labelOf: LabelOf, of = ''): Fact[] =>
  Object.entries(answers).map(([key, value]) => [`${of}${labelOf(key)}`, textOf(value)])

const linesOf = (order: SubmittedOrder, labelOf: LabelOf): Fact[] =>
  order.lines.flatMap((line): Fact[] => {
    const { lineNumber, productName, offerName, quantity, unitPrice, lineTotal } = line
    const name = `${lineNumber}. ${productName}`
    const said = `${formatNumber(quantity)} × ${formatMoney(unitPrice)} = ${formatMoney(lineTotal)}`
    return [[name, `${said} (${offerName})`], ...answered(line.provisioning, labelOf, `${name}: `)]
  })

const peopleOf = (order: SubmittedOrder): Fact[] =>
  order.contacts.map(({ role, firstName, lastName, email, phone }) => [
    t(`contacts.role.${role}`),
    [`${firstName} ${lastName}`, email, phone].filter(Boolean).join(', '),
  ])

/** All that is compared, by name. */
function factsOf(order: SubmittedOrder, labelOf: LabelOf): Map<string, string> {
  const { totals } = order
  return new Map<string, string>([
    ...linesOf(order, labelOf),
    [t('invoice.first'), formatMoney(totals.firstInvoiceTotal)],
    [t('invoice.monthly'), formatMoney(totals.monthlyRecurring)],
    [t('invoice.contract'), formatMoney(totals.totalContractValue)],
    ...peopleOf(order),
    [t('contacts.purchaseOrderNumber'), textOf(order.purchaseOrderNumber)],
    [t('contacts.costCenter'), textOf(order.costCenter)],
    [t('contacts.externalReference'), textOf(order.externalReference)],
    [t('contacts.invoiceEmail'), textOf(order.invoiceEmail)],
    [t('contacts.notes'), textOf(order.notes)],
    [t('summary.startDate'), textOf(order.requestedStartDate)],
    ...answered(order.provisioning, labelOf),
  ])
}

/** What a revision has that the one before had not, lacks, or has otherwise. */
export function revisionChanges(
  before: SubmittedOrder,
  now: SubmittedOrder,
  labelOf: LabelOf,
): RevisionChange[] {
  const [was, is] = [factsOf(before, labelOf), factsOf(now, labelOf)]
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((what) => ({ what, before: was.get(what) ?? '', now: is.get(what) ?? '' }))
    .filter(({ before: old, now: current }) => old !== current)
}
