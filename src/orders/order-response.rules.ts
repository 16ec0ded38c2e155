import type { Problem } from '../platform/errors.ts'
import type { LineAnswer, OrderLineResponse, OrderResponse } from './order-response-port.ts'
import type { OrderLineStatus, OrderStatus } from './order-status.ts'

/** Which order, and which revision of it, a document is about; a cancellation has `-C` behind it. */
export type AnsweredDocument = { orderNumber: string; revision: number; isCancellation: boolean }

/** What a response comes to. */
export type ResponseStep =
  | {
      kind: 'DECIDE'
      decision: 'APPROVE' | 'REJECT' | 'REQUEST_CHANGES'
      comment: string | null
      lineNumbers: number[]
    }
  | { kind: 'FULFIL'; lineNumber: number; vendorReference: string }
  | { kind: 'FAIL'; lineNumber: number; message: string }

/** As much of an order as a response is judged by. */
export type AnsweredOrder = {
  status: OrderStatus
  lines: ReadonlyArray<{ lineNumber: number; status: OrderLineStatus }>
}

const ended: readonly OrderLineStatus[] = ['FULFILLED', 'CANCELLED', 'FAILED']
const reasonLength = 2000

/** Every reading of a document's id, the longest number first: a series may end its numbers as we end documents. */
export function answeredDocuments(documentId: string): AnsweredDocument[] {
  const [, whole = documentId, cancelled] = /^(.+?)(-C)?$/.exec(documentId) ?? []
  const [, number, revision] = /^(.+)-R(\d{1,6})$/.exec(whole) ?? []
  const isCancellation = cancelled !== undefined
  return [
    ...(isCancellation ? [{ orderNumber: documentId, revision: 1, isCancellation: false }] : []),
    { orderNumber: whole, revision: 1, isCancellation },
    ...(number ? [{ orderNumber: number, revision: Number(revision), isCancellation }] : []),
  ]
}

/** Why, in the receiver's words where it gave some. */
function reasonOf({ id, note }: OrderResponse, line?: OrderLineResponse): string {
  return (line?.note ?? note ?? `Not accepted by the receiver, in its response ${id}.`).slice(0, reasonLength)
}

function decisionOf(response: OrderResponse): ResponseStep {
  const { answer, lines } = response
  if (answer === 'ACCEPTED')
    return { kind: 'DECIDE', decision: 'APPROVE', comment: response.note, lineNumbers: [] }
  if (answer === 'REJECTED')
    return { kind: 'DECIDE', decision: 'REJECT', comment: reasonOf(response), lineNumbers: [] }
  const differing = lines.filter((line) => line.answer !== 'ACCEPTED')
  const notes = differing.flatMap(({ lineNumber, note }) =>
    note ? [`Line ${lineNumber ?? '?'}: ${note}`] : [],
  )
  const comment = [response.note, ...notes].filter(Boolean).join(' ').slice(0, reasonLength)
  return {
    kind: 'DECIDE',
    decision: 'REQUEST_CHANGES',
    comment: comment || reasonOf(response),
    lineNumbers: differing.flatMap(({ lineNumber }) => lineNumber ?? []),
  }
}

const changes: readonly LineAnswer[] = ['ADDED', 'CHANGED']

function lineProblems({ lines }: OrderResponse, order: AnsweredOrder): Problem[] {
  const known = order.lines.map(({ lineNumber }) => lineNumber)
  return lines.flatMap(({ lineNumber, answer }, at): Problem[] => {
    const path = ['lines', String(at)]
    if (changes.includes(answer)) {
      const message = 'What was agreed is delivered as it was: reject the line and say why, or accept it.'
      return [{ code: 'ORDER_RESPONSE_CHANGES', message, path }]
    }
    if (lineNumber !== null && known.includes(lineNumber)) return []
    const message = 'The order has no such line. Name its line numbers.'
    return [{ code: 'LINE_NOT_FOUND', message, path }]
  })
}

function deliveryOf(response: OrderResponse, order: AnsweredOrder): ResponseStep[] {
  const open = new Set(
    order.lines.filter(({ status }) => !ended.includes(status)).map(({ lineNumber }) => lineNumber),
  )
  if (response.answer === 'REJECTED')
    return [...open].map((lineNumber) => ({ kind: 'FAIL', lineNumber, message: reasonOf(response) }))
  return response.lines.flatMap((line): ResponseStep[] => {
    const { lineNumber, answer } = line
    // Said again: what has ended stays so.
    if (lineNumber === null || !open.has(lineNumber)) return []
    if (answer === 'NOT_ACCEPTED') return [{ kind: 'FAIL', lineNumber, message: reasonOf(response, line) }]
    if (answer !== 'ALREADY_DELIVERED') return []
    const vendorReference = `${response.salesOrderId ?? response.id}/${lineNumber}`
    return [{ kind: 'FULFIL', lineNumber, vendorReference }]
  })
}

/**
 * What follows from a response. While the order waits for approval it is a decision: accepted approves, rejected rejects,
 * conditionally accepted returns it. After that its lines count: delivered ones are fulfilled, refused ones failed.
 * An acknowledgment changes nothing.
 */
export function stepsOfResponse(
  response: OrderResponse,
  order: AnsweredOrder,
): { steps: ResponseStep[]; problems: Problem[] } {
  if (response.answer === 'ACKNOWLEDGED') return { steps: [], problems: [] }
  if (order.status === 'PENDING_APPROVAL') return { steps: [decisionOf(response)], problems: [] }
  const problems = lineProblems(response, order)
  if (problems.length > 0) return { steps: [], problems }
  const steps = deliveryOf(response, order)
  const isInVain = response.answer === 'REJECTED' && steps.length === 0
  const message = 'Nothing of the order is open any more. Agree with the reseller on a new one.'
  return { steps, problems: isInVain ? [{ code: 'ORDER_RESPONSE_TOO_LATE', message, path: [] }] : [] }
}
