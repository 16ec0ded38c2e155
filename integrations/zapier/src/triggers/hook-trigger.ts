import { randomUUID } from 'node:crypto'
import type { Bundle, Trigger, ZObject } from 'zapier-platform-core'
import { accepted } from '../accepted.ts'
import { ask } from '../ask.ts'
import type { EventTrigger } from '../events.ts'
import { WebhookEndpointCreateDocument, WebhookEndpointDeleteDocument } from '../generated/operations.ts'
import { outputFieldsOf } from '../output-fields.ts'
import samples from '../samples.json' with { type: 'json' }
import type { EventItem } from './event-item.ts'
import { latestEvents } from './latest-events.ts'
import { isSigned } from './verify-hook.ts'

/** What Zapier keeps of a subscription. */
interface Subscription {
  id: string
  secret: string
}

/** Our envelope, as far as an item tells it. */
interface Envelope {
  id: string
  type: string
  timestamp: string
  organization: { id: string | null; sellerId: string }
  subject: { type: string; id: string; version: number }
  data: object
}

const customerField = {
  key: 'organizationId',
  label: 'Customer',
  type: 'string',
  required: false,
  dynamic: 'customer_list.id.name',
  helpText: 'Leave it empty to hear of all of them.',
} as const

const chosenCustomer = (bundle: Bundle): string | undefined => {
  const { organizationId } = bundle.inputData
  return typeof organizationId === 'string' && organizationId !== '' ? organizationId : undefined
}

/** A trigger that our server calls: Zapier subscribes a URL, and the endpoint lives as long as the Zap is on. */
export function hookTrigger({ key, types, noun, label, description, sampleOf = types[0] }: EventTrigger) {
  async function performSubscribe(z: ZObject, bundle: Bundle): Promise<Subscription> {
    const customer = chosenCustomer(bundle)
    const { webhookEndpointCreate } = await ask({ z, bundle }, WebhookEndpointCreateDocument, {
      input: {
        url: bundle.targetUrl ?? '',
        eventTypes: [...types],
        source: 'ZAPIER',
        description: `Zapier: ${label}`,
        ...(customer ? { filter: { path: 'organization.id', operator: 'ANY_OF', values: [customer] } } : {}),
        // The secret is shown once: a key that is repeated would give an endpoint that nobody can verify.
        idempotencyKey: randomUUID(),
      },
    })
    const { webhookEndpoint, secret } = accepted(z, webhookEndpointCreate)
    return { id: webhookEndpoint?.id ?? '', secret: secret ?? '' }
  }

  async function performUnsubscribe(z: ZObject, bundle: Bundle): Promise<object> {
    const endpointId = bundle.subscribeData?.id ?? ''
    const { webhookEndpointDelete } = await ask({ z, bundle }, WebhookEndpointDeleteDocument, {
      input: { endpointId },
    })
    // Somebody deleted it in Countersign: then there is nothing left to do.
    if (webhookEndpointDelete.userErrors[0]?.code !== 'NOT_FOUND') accepted(z, webhookEndpointDelete)
    return { id: endpointId }
  }

  function perform(z: ZObject, bundle: Bundle): EventItem[] {
    const { secret = '' } = (bundle.subscribeData ?? {}) as Partial<Subscription>
    if (!isSigned(bundle.rawRequest ?? {}, secret))
      throw new z.errors.Error('The signature of this webhook is wrong.', 'SIGNATURE_INVALID', 401)
    return [itemOf(z.JSON.parse(bundle.rawRequest?.content ?? '') as Envelope)]
  }

  return {
    key,
    noun,
    display: { label, description },
    operation: {
      type: 'hook',
      inputFields: [customerField],
      performSubscribe,
      performUnsubscribe,
      perform,
      performList: (z: ZObject, bundle: Bundle) => latestEvents({ z, bundle }, types, chosenCustomer(bundle)),
      sample: sampleItem(sampleOf),
      outputFields: outputFieldsOf(sampleItem(sampleOf)),
    },
  } satisfies Trigger
}

function itemOf({ id, type, timestamp, organization, subject, data }: Envelope): EventItem {
  return {
    id,
    type,
    occurredAt: timestamp,
    organizationId: organization.id,
    sellerId: organization.sellerId,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectVersion: subject.version,
    data,
  }
}

function sampleItem(type: string): EventItem {
  const data = samples[type as keyof typeof samples]
  return {
    id: 'evt_06f3k8z0000000000000000001',
    type,
    occurredAt: '2026-11-23T09:30:00.000Z',
    organizationId: 'org_06f3k8z0000000000000000003',
    sellerId: 'org_06f3k8z0000000000000000001',
    subjectType: type.slice(0, type.indexOf('.')),
    subjectId: 'ord_06f3k8z0000000000000000002',
    subjectVersion: 6,
    data,
  }
}
