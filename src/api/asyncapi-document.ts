import { z } from 'zod'
import type { EventDefinition } from '../events/event.ts'
import { currentApiVersion } from '../webhooks/api-version.rules.ts'

type Json = Record<string, unknown>

const text = { type: 'string' }
const instant = { type: 'string', format: 'date-time' }

/** What every event has around its `data`. */
const envelope: Json = {
  type: 'object',
  description:
    'The envelope of every event. Inside a version members are only added: ignore what you do not know.',
  required: ['id', 'type', 'timestamp', 'apiVersion', 'organization', 'subject', 'data'],
  properties: {
    id: { ...text, description: 'Also the `webhook-id`: the same for every attempt, endpoint and replay.' },
    type: { ...text, description: 'Its name, such as `order.placed`.' },
    timestamp: { ...instant, description: 'When it happened.' },
    apiVersion: { ...text, description: 'The version that the endpoint was made with.' },
    organization: {
      type: 'object',
      required: ['id', 'sellerId'],
      properties: {
        id: { type: ['string', 'null'], description: 'The customer whom it is about; null: none.' },
        sellerId: { ...text, description: 'The reseller in whose business it happened.' },
      },
    },
    subject: {
      type: 'object',
      required: ['type', 'id', 'version'],
      properties: {
        type: text,
        id: text,
        version: { type: 'integer', description: 'Drop what is older than what you have.' },
      },
    },
    data: { type: 'object' },
  },
}

/** The headers of a delivery. */
const headers: Json = {
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { ...text, description: 'Id of the event: deduplicate by it.' },
    'webhook-timestamp': { ...text, description: 'Unix seconds of this attempt.' },
    'webhook-signature': {
      ...text,
      description: 'Standard Webhooks: `v1,...` and `v1a,...`, separated by spaces.',
    },
    'webhook-delivery-id': { ...text, description: 'Id of the message.' },
    'webhook-attempt': { ...text, description: 'Which attempt it is, from 1.' },
  },
}

const ref = (path: string): Json => ({ $ref: `#/${path}` })

function exampleOf({ type, subjectType, example }: EventDefinition<object>): Json {
  return {
    id: 'evt_06f3k8z0000000000000000013',
    type,
    timestamp: '2026-11-27T09:30:00.000Z',
    apiVersion: currentApiVersion,
    organization: { id: null, sellerId: 'org_06f3k8z0000000000000000003' },
    subject: { type: subjectType, id: `${subjectType.slice(0, 3)}_06f3k8z0000000000000000001`, version: 1 },
    data: example,
  }
}

function messageOf(event: EventDefinition<object>): Json {
  const { type, description, since, offeredToWebhooks } = event
  const data = { type: { const: type }, data: ref(`components/schemas/${type}`) }
  return {
    name: type,
    title: type,
    summary: description,
    contentType: 'application/json',
    headers: ref('components/schemas/headers'),
    payload: { allOf: [ref('components/schemas/envelope'), { type: 'object', properties: data }] },
    examples: [{ name: 'example', payload: exampleOf(event) }],
    'x-since': since,
    'x-webhooks': offeredToWebhooks,
  }
}

function dataSchemaOf({ schema }: EventDefinition<object>): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-7' }) as Json
  return rest
}

/** Smaller ones are read more easily where they stand. */
const worthSharing = 400

/**
 * What events tell of the same thing stands once, under the name that it has in them; a second shape of that name is
 * numbered. Dozens of events tell the whole order.
 */
function withSharedParts(schemas: Readonly<Record<string, Json>>): Record<string, Json> {
  const names = new Map<string, string>()
  const parts: Record<string, Json> = {}
  const nameOf = (key: string, written: string, part: Json): string => {
    const known = names.get(key + written)
    if (known) return known
    const number = [...names.keys()].filter((one) => one.startsWith(`${key}{`)).length + 1
    const name = number === 1 ? key : `${key}${number}`
    names.set(key + written, name)
    parts[name] = part
    return name
  }
  const shared = ([key, part]: [string, unknown]): [string, unknown] => {
    const written = JSON.stringify(part)
    if (written.length < worthSharing) return [key, part]
    return [key, ref(`components/schemas/${nameOf(key, written, part as Json)}`)]
  }
  const ofEvents = Object.entries(schemas).map(([type, schema]): [string, Json] => [
    type,
    {
      ...schema,
      properties: Object.fromEntries(Object.entries((schema['properties'] ?? {}) as Json).map(shared)),
    },
  ])
  return { ...parts, ...Object.fromEntries(ofEvents) }
}

/** All events as an AsyncAPI 3 document: what is sent to endpoints is on its one channel, the rest is described. */
export function asyncapiDocument(events: readonly EventDefinition<object>[], version: string): Json {
  const sent = events.filter((event) => event.offeredToWebhooks)
  const each = (of: readonly EventDefinition<object>[], make: (event: EventDefinition<object>) => Json) =>
    Object.fromEntries(of.map((event) => [event.type, make(event)]))
  const eachSchema = Object.fromEntries(events.map((event) => [event.type, dataSchemaOf(event)]))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Countersign events',
      version,
      description:
        'What Countersign tells by webhook and by the pull feed `events`. Emitted by "npm run schema" from the catalog of events. Do not edit.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      webhooks: {
        address: null,
        title: 'Webhooks',
        description: 'The URL of an endpoint: `webhookEndpointCreate`.',
        messages: each(sent, ({ type }) => ref(`components/messages/${type}`)),
      },
    },
    operations: {
      deliver: {
        action: 'send',
        channel: ref('channels/webhooks'),
        summary: 'Tells an endpoint of an event, signed by Standard Webhooks, until it answers 2xx.',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
        messages: sent.map(({ type }) => ref(`channels/webhooks/messages/${type}`)),
      },
    },
    components: {
      messages: each(events, messageOf),
      schemas: { envelope, headers, ...withSharedParts(eachSchema) },
    },
  }
}
