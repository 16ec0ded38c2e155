import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ObjectType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'subscription_billing_reference' })
@ObjectType({
  description: 'What invoices of a cloud subscription carry from a day on. Never changed, only followed.',
})
export class SubscriptionBillingReference {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  subscriptionId!: string

  @Field(() => String, { nullable: true, description: 'Such as a purchase order number; null: none.' })
  @Property({ type: 'text', nullable: true })
  reference: string | null = null

  @Field(() => String, { description: 'First day (yyyy-mm-dd) on which it holds.' })
  @Property({ type: 'date' })
  effectiveFrom!: string

  @Property({ type: 'json' })
  setBy!: { kind: string; id: string; name: string }

  @Field(() => DateTime, { description: 'When it was set.' })
  @Property({ type: 'datetime' })
  setAt!: Date
}
