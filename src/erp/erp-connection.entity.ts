import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

export const ErpKind = { TRYTON: 'TRYTON' } as const
export type ErpKind = (typeof ErpKind)[keyof typeof ErpKind]

export const ErpPushFrom = { PLACED: 'PLACED', APPROVED: 'APPROVED' } as const
export type ErpPushFrom = (typeof ErpPushFrom)[keyof typeof ErpPushFrom]

export const ErpConnectionStatus = { ACTIVE: 'ACTIVE', PAUSED: 'PAUSED' } as const
export type ErpConnectionStatus = (typeof ErpConnectionStatus)[keyof typeof ErpConnectionStatus]

export const ErpTestStatus = { PENDING: 'PENDING', PASSED: 'PASSED', FAILED: 'FAILED' } as const
export type ErpTestStatus = (typeof ErpTestStatus)[keyof typeof ErpTestStatus]

registerEnumType(ErpKind, { name: 'ErpKind', description: 'TRYTON: a Tryton server with the module `sale`.' })
registerEnumType(ErpPushFrom, {
  name: 'ErpPushFrom',
  description:
    'From when on an order is pushed. PLACED: it has its number; later revisions change what is there. APPROVED: it is approved.',
})
registerEnumType(ErpConnectionStatus, {
  name: 'ErpConnectionStatus',
  description: 'PAUSED: nothing is pushed; what comes meanwhile waits, and goes once it is ACTIVE again.',
})
registerEnumType(ErpTestStatus, {
  name: 'ErpTestStatus',
  description: 'PENDING: being tested, ask again in a moment. FAILED: `testMessage` says what to do.',
})

/** Where a reseller's orders go beside us. */
@TenantRows()
@Entity({ tableName: 'erp_connection' })
@ObjectType({ implements: Node, description: 'An ERP that the orders of one reseller are pushed into.' })
export class ErpConnection {
  @Field(() => ID, { description: 'Opaque id (`epc_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  createdBy!: string

  @Field(() => ErpKind, { description: 'Which product it is.' })
  @Property({ type: 'text' })
  kind!: ErpKind

  @Field(() => String, { description: 'What people call it.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { description: 'Where its API is.' })
  @Property({ type: 'text' })
  url!: string

  @Field(() => String, { description: 'Its database.' })
  @Property({ type: 'text' })
  database!: string

  @Field(() => String, { description: 'As whom we sign in; the password is not shown again.' })
  @Property({ type: 'text' })
  username!: string

  /** Encrypted for this connection alone; null once it is deleted. */
  @Property({ type: 'text', nullable: true, hidden: true })
  sealedPassword: string | null = null

  @Field(() => ErpPushFrom, { description: 'From when on orders are pushed.' })
  @Property({ type: 'text' })
  pushFrom: ErpPushFrom = 'APPROVED'

  @Field(() => Boolean, {
    description: 'True: sales are quoted and confirmed. False: they stay drafts, for people to confirm.',
  })
  @Property({ type: 'boolean' })
  confirms = true

  @Field(() => Int, { description: 'Fraction digits of a unit price there (`price_decimal` in Tryton).' })
  @Property({ type: 'integer' })
  priceDigits = 4

  @Field(() => ErpConnectionStatus, { description: 'Whether orders are pushed.' })
  @Property({ type: 'text' })
  status: ErpConnectionStatus = 'ACTIVE'

  @Field(() => ErpTestStatus, {
    nullable: true,
    description: 'What came of the last `erpConnectionTest`; null: none.',
  })
  @Property({ type: 'text', nullable: true })
  testStatus: ErpTestStatus | null = null

  @Field(() => String, { nullable: true, description: 'Why the last test failed.' })
  @Property({ type: 'text', nullable: true })
  testMessage: string | null = null

  @Property({ type: 'datetime', nullable: true })
  testRequestedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When the last test ended.' })
  @Property({ type: 'datetime', nullable: true })
  testedAt: Date | null = null

  @Field(() => Int, { description: 'Rises with every change by a person.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was created. Orders of before are not pushed.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date

  @Property({ type: 'datetime', nullable: true })
  deletedAt: Date | null = null
}
