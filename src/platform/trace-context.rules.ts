/** The one form that is written today: version 00, trace, parent, flags. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const nothing = /^0+$/

/** A W3C `traceparent`, taken apart. */
export interface TraceContext {
  traceId: string
  spanId: string
  /** Whether its spans are kept. */
  isSampled: boolean
}

/** Reads a `traceparent` (W3C Trace Context, version 00); null for anything else, whoever sent it. */
export function readTraceparent(text: string | null | undefined): TraceContext | null {
  const [, traceId = '', spanId = '', flags = '00'] = form.exec(text ?? '') ?? []
  if (traceId === '' || nothing.test(traceId) || nothing.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** Writes it again. */
export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`
}

/** Whether both belong to one trace. */
export function isSameTrace(a: string | null | undefined, b: string | null | undefined): boolean {
  const [first, second] = [readTraceparent(a), readTraceparent(b)]
  return first !== null && first.traceId === second?.traceId
}
