import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import { ErpCrosswalk } from './erp-crosswalk.entity.ts'
import { ErpPush } from './erp-push.entity.ts'

export const ErpCrosswalkConnection = connectionOf(() => ErpCrosswalk, 'ErpCrosswalk')

export const ErpPushConnection = connectionOf(() => ErpPush, 'ErpPush')

@ObjectType({ description: 'What every mutation of a connection answers with.' })
abstract class ConnectionPayload extends Payload {
  @Field(() => ErpConnection, { nullable: true, description: 'The connection; null when refused.' })
  erpConnection?: ErpConnection | null
}

@ObjectType({ description: 'Answer of erpConnectionCreate.' })
export class ErpConnectionCreatePayload extends ConnectionPayload {}

@ObjectType({ description: 'Answer of erpConnectionUpdate.' })
export class ErpConnectionUpdatePayload extends ConnectionPayload {}

@ObjectType({ description: 'Answer of erpConnectionDelete.' })
export class ErpConnectionDeletePayload extends ConnectionPayload {}

@ObjectType({
  description: 'Answer of erpConnectionTest: PENDING; ask for the connection again in a moment.',
})
export class ErpConnectionTestPayload extends ConnectionPayload {}

@ObjectType({ description: 'Answer of erpCrosswalkSet.' })
export class ErpCrosswalkSetPayload extends ConnectionPayload {}

@ObjectType({ description: 'Answer of erpPushRetry.' })
export class ErpPushRetryPayload extends Payload {
  @Field(() => [ErpPush], { nullable: true, description: 'The pushes; null when refused.' })
  erpPushes?: ErpPush[] | null
}
