/** What a span is about. Ids and names from fixed lists only: no text of a person, no address with a path, no secret. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** A span that is about to begin. */
export interface SpanToBegin {
  name: string
  /** SERVER: answers a request. PRODUCER and CONSUMER: hands work over, takes it up. CLIENT: calls somebody else. */
  kind: 'SERVER' | 'PRODUCER' | 'CONSUMER' | 'CLIENT' | 'INTERNAL'
  /** W3C `traceparent` of what it follows from; what is no such text begins a trace of its own. */
  parent?: string | null | undefined
  attributes?: SpanAttributes
}

/** One piece of work, from when it was begun until `end`. */
export interface Span {
  /** W3C `traceparent` of the span: whatever follows from it takes this as its parent. */
  readonly traceparent: string
  set(attributes: SpanAttributes): void
  /** Marks it as failed: a stable code, never a message, which may hold anything. */
  fail(code: string): void
  /** Ends it; only the first time counts. */
  end(): void
}

/** Begins spans and hands them to whoever collects them. Where there is none, nothing is traced. */
export interface Tracing {
  begin(span: SpanToBegin): Span
  /** Sends what has ended. */
  flush(): Promise<void>
  /** Sends what has ended, within seconds; spans that are begun later go nowhere. */
  close(): Promise<void>
}
