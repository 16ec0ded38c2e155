import { findPersonBehind } from '../approvals/find-person-behind.ts'
import type { Ctx } from '../access/ctx.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import { findPeople, type Person } from '../identity/find-people.ts'
import { findAdministrators } from './find-administrators.ts'
import { Notification } from './notification.entity.ts'
import { readToldEndpoint, type EndpointNotificationKind } from './told-endpoint.ts'

/** Who made the endpoint, or made the key that did; the administrators where that one has left. */
async function ownersOf(ctx: Ctx, sellerId: string, createdBy: string | undefined): Promise<Person[]> {
  const owner = createdBy ? await findPersonBehind(ctx, createdBy) : null
  const people = owner ? await findPeople(ctx, [owner]) : []
  const active = people.filter(({ status }) => status === 'ACTIVE')
  return active.length > 0 ? active : findPeople(ctx, await findAdministrators(ctx, sellerId))
}

/** The notifications of an event about a webhook endpoint, not yet stored: one per owner. */
export async function notifyOwners(
  ctx: Ctx,
  event: OutboxEvent,
  kind: EndpointNotificationKind,
): Promise<Notification[]> {
  const { webhookEndpoint } = readToldEndpoint(event.data)
  const now = ctx.clock.now()
  const owners = await ownersOf(ctx, event.sellerId, webhookEndpoint.createdBy)
  return owners.map((person) =>
    Object.assign(new Notification(), {
      id: ctx.ids.next('ntf'),
      sellerId: event.sellerId,
      eventId: event.id,
      eventType: event.type,
      kind,
      recipientId: person.id,
      recipientName: person.name,
      recipientAddress: person.email,
      subjectId: webhookEndpoint.id,
      status: 'PENDING',
      createdAt: now,
      updatedAt: now,
    } as const),
  )
}
