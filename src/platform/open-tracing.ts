import type { Context, Span as OpenSpan } from '@opentelemetry/api'
import type { Logger } from './logger.ts'
import { readTraceparent, writeTraceparent } from './trace-context.rules.ts'
import type { Span, SpanToBegin, Tracing } from './tracing.ts'

/** Where spans go, and as whose. */
export interface TracingOptions {
  /** Base address of a collector; `/v1/traces` below it takes the spans. */
  endpoint: string
  serviceName: string
  /** Share of traces that are kept, 0 to 1; whoever sends a `traceparent` has decided for its own. */
  share: number
  /** Attributes of the process. */
  process: Readonly<Record<string, string>>
  log: Logger
}

const exportEveryMs = 1000
const longestExportMs = 5000

/** The packages are loaded here and nowhere else: a process that traces nothing never reads them. */
async function load() {
  const [api, sdk, exporter, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  return { api, sdk, ...exporter, ...resources }
}

type Loaded = Awaited<ReturnType<typeof load>>

function spanOf({ api }: Loaded, span: OpenSpan): Span {
  const { traceId, spanId, traceFlags } = span.spanContext()
  const isSampled = (traceFlags & api.TraceFlags.SAMPLED) !== 0
  let hasEnded = false
  return {
    traceparent: writeTraceparent({ traceId, spanId, isSampled }),
    set: (attributes) => void span.setAttributes({ ...attributes }),
    fail(code) {
      span.setAttribute('error.type', code)
      span.setStatus({ code: api.SpanStatusCode.ERROR })
    },
    end() {
      if (!hasEnded) span.end()
      hasEnded = true
    },
  }
}

/** What a span follows from. Contexts are handed on by hand, at our few doors: nothing has to follow asynchronous calls. */
function parentOf({ api }: Loaded, traceparent: string | null | undefined): Context {
  const parent = readTraceparent(traceparent)
  if (!parent) return api.ROOT_CONTEXT
  const { traceId, spanId, isSampled } = parent
  const traceFlags = isSampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE
  return api.trace.setSpanContext(api.ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}

/** The SDK tells its faults to the API's one logger: a collector that is away is no fault of ours, and no secret. */
function hearFaults({ api }: Loaded, log: Logger): void {
  const nothing = () => undefined
  const warn = (message: string) => log.warn({ tracing: message.slice(0, 400) }, 'traces')
  const logger = { error: warn, warn, info: nothing, debug: nothing, verbose: nothing }
  api.diag.setLogger(logger, { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true })
}

/** Sends spans by OTLP over HTTP, as JSON, in batches. A collector that is slow or away holds nobody up: spans are dropped. */
export async function openTracing(options: TracingOptions): Promise<Tracing> {
  const loaded = await load()
  const { api, sdk, OTLPTraceExporter, resourceFromAttributes } = loaded
  hearFaults(loaded, options.log)
  const url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: longestExportMs })
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.serviceName, ...options.process }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(options.share) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: exportEveryMs,
        exportTimeoutMillis: longestExportMs,
      }),
    ],
  })
  const tracer = provider.getTracer('countersign')
  const quietly = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => options.log.warn({ err: error }, 'traces were not sent'),
    )
  return {
    begin({ name, kind, parent, attributes = {} }: SpanToBegin) {
      const settings = { kind: api.SpanKind[kind], attributes: { ...attributes } }
      return spanOf(loaded, tracer.startSpan(name, settings, parentOf(loaded, parent)))
    },
    flush: () => quietly(provider.forceFlush()),
    close: () => quietly(provider.shutdown()),
  }
}
