import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'
import { ActivityKind, ActivityStatus } from './activity.entity.ts'

@InputType({ description: 'Which activities. All given conditions must hold.' })
export class ActivityWhere {
  @Field(() => [ActivityKind], { nullable: true, description: 'Of one of these kinds.' })
  kind?: ActivityKind[] | null

  @Field(() => [ActivityStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: ActivityStatus[] | null

  @Field(() => ID, { nullable: true, description: 'About this customer alone.' })
  organizationId?: string | null

  @Field(() => Boolean, { nullable: true, description: 'True: only what you began yourself.' })
  mine?: boolean | null
}

@ArgsType()
export class ActivitiesArgs extends PageArgs {
  @Field(() => ActivityWhere, { nullable: true, description: 'Conditions.' })
  where?: ActivityWhere | null
}

@InputType({ description: 'An activity to stop.' })
export class ActivityCancelInput {
  @Field(() => ID, { description: 'Which activity.' })
  activityId!: string
}
