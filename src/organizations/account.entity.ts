import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import { Address } from './address.view.ts'

export const AccountStatus = {
  ACTIVE: 'ACTIVE',
  CREDIT_HOLD: 'CREDIT_HOLD',
  ADMIN_HOLD: 'ADMIN_HOLD',
} as const
export type AccountStatus = (typeof AccountStatus)[keyof typeof AccountStatus]

registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Accounts on hold cannot be charged with new orders; what was ordered goes on.',
})

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'account' })
@ObjectType({
  implements: Node,
  description: 'Where the orders of an organization are charged: one currency, one invoice address.',
})
export class Account {
  @Field(() => ID, { description: 'Opaque id (`acc_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Field(() => String, { description: 'Tells the accounts of an organization apart.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { description: 'ISO 4217 currency of its orders and invoices; never changes.' })
  @Property({ type: 'text' })
  currency!: string

  @Field(() => AccountStatus, { description: 'Only ACTIVE accounts take new orders.' })
  @Property({ type: 'text' })
  status: AccountStatus = 'ACTIVE'

  @Field(() => String, { nullable: true, description: 'Where invoices are sent.' })
  @Property({ type: 'text', nullable: true })
  invoiceEmail: string | null = null

  @Field(() => Int, { description: 'Days from the invoice to its due date.' })
  @Property({ type: 'integer' })
  paymentTermsDays = 30

  @Field(() => Address, {
    nullable: true,
    description: 'Invoice address; null: that of the organization.',
  })
  @Property({ type: 'json', nullable: true })
  address: Address | null = null

  @Field(() => DateTime, { description: 'When it was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
