import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import type { EventAnswer } from './event-query-port.ts'
import { flatten } from './flatten.rules.ts'
import { currentApiVersion } from './api-version.rules.ts'
import type { WebhookFormat, WebhookPayload } from './webhook-endpoint.entity.ts'

/** What of an event a rendering tells. */
export type ToldEvent = Pick<
  OutboxEvent,
  | 'id'
  | 'type'
  | 'occurredAt'
  | 'organizationId'
  | 'sellerId'
  | 'subjectType'
  | 'subjectId'
  | 'subjectVersion'
  | 'data'
>

/** How an endpoint wants to be told. */
export type Rendering = { format: WebhookFormat; payload: WebhookPayload; apiVersion: string }

/** A message as it is stored: the exact text that is sent and signed, and the headers that belong to it. */
export type RenderedMessage = { body: string; headers: Record<string, string> }

/** What a THIN message leaves to be read through the API; QUERY has its answer, and without one as little. */
function payloadOf(event: ToldEvent, payload: WebhookPayload, answer?: EventAnswer): object {
  // A test of the connection tells nothing that a query could ask for.
  if (payload === 'QUERY' && event.type !== 'ping') return answer?.data ?? { id: event.subjectId }
  return payload === 'THIN' ? { id: event.subjectId } : event.data
}

/** All that is told of an event, whatever the format; filters look at it too. */
export function envelopeOf(
  event: ToldEvent,
  payload: WebhookPayload = 'FULL',
  apiVersion: string = currentApiVersion,
) {
  return {
    id: event.id,
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    apiVersion,
    organization: { id: event.organizationId, sellerId: event.sellerId },
    subject: { type: event.subjectType, id: event.subjectId, version: event.subjectVersion },
    data: payloadOf(event, payload),
  }
}

/** CloudEvents 1.0: names of extensions are lower case letters and digits. */
function attributesOf(event: ToldEvent, apiVersion: string): Record<string, string> {
  return {
    specversion: '1.0',
    id: event.id,
    source: `/organizations/${event.organizationId ?? event.sellerId}`,
    type: event.type,
    time: event.occurredAt.toISOString(),
    subject: event.subjectId,
    sellerid: event.sellerId,
    subjectversion: String(event.subjectVersion),
    apiversion: apiVersion,
  }
}

const flat = (payload: WebhookPayload, tree: object): object => (payload === 'FLAT' ? flatten(tree) : tree)

/**
 * What an endpoint gets for an event. STANDARD: our envelope. CLOUDEVENTS_STRUCTURED: CloudEvents 1.0 as one JSON object;
 * CLOUDEVENTS_BINARY: `data` alone, all else in `ce-` headers, which no signature covers. What a stored query could not
 * be answered stands in `errors` of the STANDARD form.
 */
export function renderMessage(
  event: ToldEvent,
  { format, payload, apiVersion }: Rendering,
  answer?: EventAnswer,
): RenderedMessage {
  const data = flat(payload, payloadOf(event, payload, answer))
  const errors = answer && answer.errors.length > 0 ? { errors: answer.errors } : {}
  switch (format) {
    case 'STANDARD':
      return {
        body: JSON.stringify(
          flat(payload, {
            ...envelopeOf(event, payload, apiVersion),
            ...(payload === 'QUERY' ? { data, ...errors } : {}),
          }),
        ),
        headers: { 'content-type': 'application/json' },
      }
    case 'CLOUDEVENTS_STRUCTURED':
      return {
        body: JSON.stringify({
          ...attributesOf(event, apiVersion),
          datacontenttype: 'application/json',
          data,
        }),
        headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      }
    case 'CLOUDEVENTS_BINARY': {
      const attributes = Object.entries(attributesOf(event, apiVersion)).map(
        ([name, value]): [string, string] => [`ce-${name}`, value],
      )
      return {
        body: JSON.stringify(data),
        headers: { 'content-type': 'application/json', ...Object.fromEntries(attributes) },
      }
    }
  }
}
