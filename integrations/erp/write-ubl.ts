import type { OrderDocument } from './order-document.ts'
import { peppolProblems } from './peppol.rules.ts'
import { ublDocument } from './ubl-document.ts'
import { writeXml } from './write-xml.ts'

/**
 * The order as UBL 2.1. It bears the ids of Peppol BIS Ordering 3 only when it breaks none of the fatal rules: not when
 * a party has no electronic address, and not in currencies with three digits, which Peppol does not know.
 */
export function writeUbl(document: OrderDocument): string {
  const labelled = ublDocument(document, true)
  const keepsRules = peppolProblems(labelled).every(({ flag }) => flag === 'WARNING')
  const isPeppol = keepsRules && (document.kind !== 'CANCELLATION' || document.changes.length === 1)
  return writeXml(isPeppol ? labelled : ublDocument(document, false))
}
