import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { Permission } from '../access/roles.ts'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

registerEnumType(Permission, {
  name: 'Permission',
  description: 'What an actor may do; the scopes of API keys.',
  valuesConfig: {
    ORGANIZATION_READ: { description: 'Reads organizations and their accounts.' },
    ORGANIZATION_WRITE: { description: 'Makes and changes customers and their accounts.' },
    ORGANIZATION_HOLD: { description: 'Puts organizations and accounts on hold, and releases them.' },
    RESELLER_WRITE: {
      description: 'Changes the reseller itself: its own data and how its orders reach approval.',
    },
    USER_READ: { description: 'Reads users.' },
    USER_WRITE: { description: 'Invites, changes and deactivates users.' },
    CATALOG_READ: { description: 'Reads products, offers and prices.' },
    CATALOG_WRITE: { description: 'Changes products, offers and prices.' },
    ORDER_READ: { description: 'Reads orders.' },
    ORDER_CREATE: { description: 'Starts and places orders, and works on its own.' },
    ORDER_EDIT_ANY: { description: 'Works on orders that others started.' },
    ORDER_CANCEL_ANY: { description: 'Cancels orders that others started.' },
    ORDER_FULFIL: { description: 'Delivers orders by hand, and reports on their lines.' },
    APPROVAL_READ: { description: 'Reads approval requests.' },
    APPROVAL_DECIDE: { description: 'Decides approval requests, never those it asked for itself.' },
    APPROVAL_MANAGE: {
      description: 'Overrides decisions, and hands over places, delegates and adds watchers for others.',
    },
    TERMS_READ: { description: 'Reads terms and the evidence of their acceptance.' },
    TERMS_PUBLISH: { description: 'Publishes terms.' },
    SUBSCRIPTION_READ: { description: 'Reads cloud subscriptions.' },
    WEBHOOK_READ: { description: 'Reads webhook endpoints, messages and attempts.' },
    WEBHOOK_WRITE: { description: 'Makes and changes webhook endpoints, and sends messages again.' },
    API_KEY_WRITE: { description: 'Makes and revokes API keys.' },
    EVENT_READ: { description: 'Reads the events that were recorded.' },
    ACTIVITY_READ: { description: 'Sees long-running work, its progress and its errors.' },
    OPERATE: { description: 'Runs the platform: queues and the first reseller.' },
    OPERATIONS_READ: {
      description: 'Sees how the platform runs: the desk of operations, queues and metrics.',
    },
  },
})

/** A credential for a program. The secret is shown once; only its hash is stored. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'api_key' })
@ObjectType({ implements: Node, description: 'A credential for a program, sent as a Bearer token.' })
export class ApiKey {
  @Field(() => ID, { description: 'Opaque id (`key_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  createdBy!: string

  @Field(() => String, { description: 'What it is used for.' })
  @Property({ type: 'text' })
  name!: string

  @Property({ type: 'text', hidden: true })
  secretHash!: string

  @Field(() => String, { description: 'Last four characters of the secret, to tell keys apart.' })
  @Property({ type: 'text' })
  lastFour!: string

  @Field(() => [Permission], { description: 'What it may do.' })
  @Property({ type: 'array' })
  scopes!: Permission[]

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null: never.' })
  @Property({ type: 'datetime', nullable: true })
  expiresAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Last use, written at most once a minute.',
  })
  @Property({ type: 'datetime', nullable: true })
  lastUsedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked.' })
  @Property({ type: 'datetime', nullable: true })
  revokedAt: Date | null = null
}
