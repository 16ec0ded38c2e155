import { Field, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { ActivityError } from './activity-error.entity.ts'
import { Activity } from './activity.entity.ts'

export const ActivityConnection = connectionOf(() => Activity, 'Activity')
export const ActivityErrorConnection = connectionOf(() => ActivityError, 'ActivityError')

@ObjectType('ActivityProgress', { description: 'How far an activity has come.' })
export class ActivityProgressView {
  @Field(() => Int, { description: 'Items that are done, those with errors included.' })
  done!: number

  @Field(() => Int, { nullable: true, description: 'All items; null: not known yet.' })
  total!: number | null

  @Field(() => Int, { nullable: true, description: '0 to 100, rounded down; null: not known yet.' })
  percent!: number | null
}

@ObjectType({ description: 'What came of some of the items.' })
export class ActivityCount {
  @Field(() => String, { description: 'What came of them, such as `created`, `changed` or `unchanged`.' })
  name!: string

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType({ description: 'Why an activity stopped before its end.' })
export class ActivityFailure {
  @Field(() => String, { description: 'Stable code.' })
  code!: string

  @Field(() => String, { description: 'What happened and what to do about it.' })
  message!: string
}

@ObjectType({ description: 'Answer of activityCancel.' })
export class ActivityCancelPayload extends Payload {
  @Field(() => Activity, { nullable: true, description: 'The activity; null when refused.' })
  activity?: Activity | null
}
