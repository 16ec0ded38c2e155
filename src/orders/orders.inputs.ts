import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { PageArgs } from '../platform/page.ts'
import { SortDirection } from '../platform/sort-direction.view.ts'
import { OrderStatus, OrderType } from './order-status.ts'

/** What orders can be sorted by. Keys equal values. */
export const OrderSortField = { CREATED_AT: 'CREATED_AT', UPDATED_AT: 'UPDATED_AT' } as const
export type OrderSortField = (typeof OrderSortField)[keyof typeof OrderSortField]

registerEnumType(OrderSortField, { name: 'OrderSortField', description: 'What orders can be sorted by.' })

@InputType({ description: 'Which orders. All given conditions must hold.' })
export class OrderWhere {
  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  organizationId?: string | null

  @Field(() => [OrderStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: OrderStatus[] | null

  @Field(() => OrderType, { nullable: true, description: 'Of this type.' })
  type?: OrderType | null

  @Field(() => ID, { nullable: true, description: 'Started by this user or API key.' })
  requestedById?: string | null

  @Field(() => String, { nullable: true, description: 'With exactly this number.' })
  orderNumber?: string | null

  @Field(() => String, { nullable: true, description: 'With exactly this reference of yours.' })
  externalReference?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Started at or after this instant.' })
  createdAfter?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Started before this instant.' })
  createdBefore?: Date | null
}

@InputType({ description: 'In which order.' })
export class OrderOrderBy {
  @Field(() => OrderSortField, { description: 'By what.' })
  field!: OrderSortField

  @Field(() => SortDirection, { nullable: true, defaultValue: 'DESC', description: 'Which way.' })
  direction?: SortDirection | null
}

@ArgsType()
export class OrdersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Beginning of a number or reference, or part of the name of the customer.',
  })
  search?: string | null

  @Field(() => OrderWhere, { nullable: true, description: 'Which ones; absent: all that you see.' })
  where?: OrderWhere | null

  @Field(() => OrderOrderBy, { nullable: true, description: 'Default: by start, newest first.' })
  orderBy?: OrderOrderBy | null
}
