import type { Ctx } from '../src/access/ctx.ts'
import { errorName } from '../src/platform/error-name.ts'
import type { Span } from '../src/platform/tracing.ts'
import type { DeliveryOutcome } from '../src/webhooks/delivery-port.ts'
import type { DeliveryDue } from '../src/webhooks/turn-deliveries.ts'

/** Of the URL a span tells host and port alone: a path may hold a credential. */
function begin({ tracing }: Ctx, due: DeliveryDue): Span | undefined {
  const { hostname = '', port = '', protocol = '' } = URL.parse(due.url) ?? {}
  return tracing?.begin({
    name: `send ${due.eventType}`,
    kind: 'CLIENT',
    parent: due.traceparent,
    attributes: {
      'http.request.method': 'POST',
      'http.request.resend_count': due.attempt - 1,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'countersign.event.id': due.webhookId,
      'countersign.event.type': due.eventType,
      'countersign.webhook.message.id': due.messageId,
      'countersign.webhook.trigger': due.trigger,
    },
  })
}

function note(span: Span, outcome: DeliveryOutcome): void {
  if (outcome.kind === 'error') return span.fail(outcome.code)
  span.set({ 'http.response.status_code': outcome.status })
  if (outcome.status >= 400) span.fail(String(outcome.status))
}

/**
 * Makes one attempt in a span of its own, which follows from the fan-out of its event. `send` is given the header that
 * tells the receiver of it; without tracing, none.
 */
export async function traceAttempt(
  ctx: Ctx,
  due: DeliveryDue,
  send: (trace: Record<string, string>) => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  const span = begin(ctx, due)
  if (!span) return send({})
  try {
    const outcome = await send({ traceparent: span.traceparent })
    note(span, outcome)
    return outcome
  } catch (error) {
    span.fail(errorName(error))
    throw error
  } finally {
    span.end()
  }
}
