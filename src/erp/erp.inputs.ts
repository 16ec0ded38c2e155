import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'
import { ErpConnectionStatus, ErpKind, ErpPushFrom } from './erp-connection.entity.ts'
import { ErpCrosswalkKind } from './erp-crosswalk.entity.ts'
import { ErpPushStatus } from './erp-push.entity.ts'

@InputType({ description: 'A new connection to an ERP.' })
export class ErpConnectionCreateInput {
  @Field(() => ErpKind, { description: 'Which product it is.' })
  kind!: ErpKind

  @Field(() => String, { description: 'What people call it, at most 200 characters.' })
  name!: string

  @Field(() => String, {
    description: 'Where its API is: an https URL on port 443 or 8443 that is reachable from the internet.',
  })
  url!: string

  @Field(() => String, { description: 'Its database.' })
  database!: string

  @Field(() => String, { description: 'As whom to sign in: a user of its own, who may write sales.' })
  username!: string

  @Field(() => String, { description: 'The password; stored encrypted, never shown again.' })
  password!: string

  @Field(() => ErpPushFrom, {
    nullable: true,
    description: 'From when on orders are pushed; default APPROVED.',
  })
  pushFrom?: ErpPushFrom | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: sales stay drafts, for people to confirm; default true.',
  })
  confirms?: boolean | null

  @Field(() => Int, {
    nullable: true,
    description: 'Fraction digits of a unit price there (`price_decimal`), 2 to 8; default 4.',
  })
  priceDigits?: number | null

  @Field(() => String, { description: 'Repeating a request with the same key adds nothing.' })
  idempotencyKey!: string
}

@InputType({ description: 'One connection.' })
abstract class OneConnection {
  @Field(() => ID, { description: 'Which connection.' })
  connectionId!: string
}

@InputType({ description: 'Changes to a connection. Absent fields stay as they are.' })
export class ErpConnectionUpdateInput extends OneConnection {
  @Field(() => String, { nullable: true, description: 'What people call it.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'Where its API is; a new host needs `password` too.' })
  url?: string | null

  @Field(() => String, { nullable: true, description: 'Its database.' })
  database?: string | null

  @Field(() => String, { nullable: true, description: 'As whom to sign in.' })
  username?: string | null

  @Field(() => String, { nullable: true, description: 'A new password.' })
  password?: string | null

  @Field(() => ErpPushFrom, { nullable: true, description: 'From when on orders are pushed.' })
  pushFrom?: ErpPushFrom | null

  @Field(() => Boolean, { nullable: true, description: 'Whether sales are quoted and confirmed.' })
  confirms?: boolean | null

  @Field(() => Int, { nullable: true, description: 'Fraction digits of a unit price there, 2 to 8.' })
  priceDigits?: number | null

  @Field(() => ErpConnectionStatus, {
    nullable: true,
    description: 'PAUSED lets pushes wait; ACTIVE lets them go on within a minute.',
  })
  status?: ErpConnectionStatus | null

  @Field(() => Int, { nullable: true, description: 'Refuse when the connection has another version.' })
  expectedVersion?: number | null
}

@InputType({ description: 'A connection to delete.' })
export class ErpConnectionDeleteInput extends OneConnection {}

@InputType({ description: 'A connection to test.' })
export class ErpConnectionTestInput extends OneConnection {}

@InputType({ description: 'What an ERP calls one thing of ours.' })
export class ErpCrosswalkEntryInput {
  @Field(() => ErpCrosswalkKind, { description: 'What is named.' })
  kind!: ErpCrosswalkKind

  @Field(() => String, { description: 'What we call it, as a problem of a push says it.' })
  key!: string

  @Field(() => String, {
    nullable: true,
    description:
      'What the ERP calls it. In Tryton: the code of a party or product, the symbol of a unit, the description of a tax. Null forgets it.',
  })
  externalKey?: string | null
}

@InputType({ description: 'What an ERP calls things of ours.' })
export class ErpCrosswalkSetInput extends OneConnection {
  @Field(() => [ErpCrosswalkEntryInput], { description: '1 to 500 names; all are set, or none.' })
  entries!: ErpCrosswalkEntryInput[]
}

@InputType({ description: 'Pushes to make again.' })
export class ErpPushRetryInput {
  @Field(() => [ID], { description: '1 to 100 pushes; all are made again, or none.' })
  pushIds!: string[]
}

@ArgsType()
export class ErpCrosswalksArgs extends PageArgs {
  @Field(() => ID, { description: 'Of which connection.' })
  connectionId!: string

  @Field(() => ErpCrosswalkKind, { nullable: true, description: 'Only names of this kind.' })
  kind?: ErpCrosswalkKind | null
}

@InputType({ description: 'Conditions on pushes; all must hold.' })
export class ErpPushesWhere {
  @Field(() => ErpPushStatus, { nullable: true, description: 'Where it stands.' })
  status?: ErpPushStatus | null

  @Field(() => ID, { nullable: true, description: 'Into which connection.' })
  connectionId?: string | null

  @Field(() => ID, { nullable: true, description: 'Of which order.' })
  orderId?: string | null
}

@ArgsType()
export class ErpPushesArgs extends PageArgs {
  @Field(() => ErpPushesWhere, { nullable: true, description: 'Conditions.' })
  where?: ErpPushesWhere | null
}
