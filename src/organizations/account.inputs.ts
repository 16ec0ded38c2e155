import { Field, ID, InputType, Int } from 'type-graphql'
import { AccountStatus } from './account.entity.ts'
import { AddressInput } from './address.inputs.ts'
import { AccountInput } from './customer.inputs.ts'

@InputType({ description: 'An account to add to an organization.' })
export class AccountCreateInput extends AccountInput {
  @Field(() => ID, { description: 'Which organization.' })
  organizationId!: string

  @Field(() => String, {
    description: 'Any text of yours, at most 255 characters; a repeat with the same key adds nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'What to change of an account. Absent: unchanged. Null: cleared.' })
export class AccountUpdateInput {
  @Field(() => ID, { description: 'Which account.' })
  accountId!: string

  @Field(() => String, { nullable: true, description: 'Tells the accounts of an organization apart.' })
  name?: string | null

  @Field(() => AccountStatus, {
    nullable: true,
    description: 'CREDIT_HOLD and ADMIN_HOLD stop new orders. Needs ORGANIZATION_HOLD.',
  })
  status?: AccountStatus | null

  @Field(() => String, { nullable: true, description: 'Where invoices are sent.' })
  invoiceEmail?: string | null

  @Field(() => Int, { nullable: true, description: 'Days from invoice to due date, 0 to 365.' })
  paymentTermsDays?: number | null

  @Field(() => AddressInput, { nullable: true, description: 'Invoice address, as a whole.' })
  address?: AddressInput | null
}
