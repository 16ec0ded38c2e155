import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { PageArgs, type Page } from '../platform/page.ts'
import { ActivitiesArgs, ActivityCancelInput } from './activities.inputs.ts'
import {
  ActivityCancelPayload,
  ActivityConnection,
  ActivityCount,
  ActivityErrorConnection,
  ActivityFailure,
  ActivityProgressView,
} from './activities.view.ts'
import type { ActivityError } from './activity-error.entity.ts'
import { Activity } from './activity.entity.ts'
import { cancelActivity } from './cancel-activity.ts'
import { errorsOfActivity } from './errors-of-activity.ts'
import { findActivity } from './find-activity.ts'
import { listActivities } from './list-activities.ts'
import { countsOf, failureOf, progressOf } from './shown-activity.ts'

@Resolver(() => Activity)
export class ActivityResolver {
  @Query(() => ActivityConnection, {
    description: 'Long-running work of your reseller and of those below it, newest first.',
  })
  activities(@Context() ctx: Ctx, @Args(() => ActivitiesArgs) args: ActivitiesArgs): Promise<Page<Activity>> {
    return listActivities(ctx, args)
  }

  @Query(() => Activity, { nullable: true, description: 'One activity; null when you cannot see it.' })
  activity(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Activity | null> {
    return findActivity(ctx, id)
  }

  @Mutation(() => ActivityCancelPayload, {
    description:
      'Stops an activity; what was done until then stays done. Refuses ACTIVITY_ENDED. Needs the permission to begin it.',
  })
  async activityCancel(
    @Context() ctx: Ctx,
    @Arg('input', () => ActivityCancelInput) input: ActivityCancelInput,
  ): Promise<Partial<ActivityCancelPayload>> {
    return { activity: await cancelActivity(ctx, input) }
  }

  @FieldResolver(() => ActivityProgressView, { description: 'How far it has come.' })
  progress(@Root() activity: Activity): ActivityProgressView {
    return progressOf(activity)
  }

  @FieldResolver(() => [ActivityCount], { description: 'What came of its items by now.' })
  counts(@Root() activity: Activity): ActivityCount[] {
    return countsOf(activity)
  }

  @FieldResolver(() => ActivityFailure, { nullable: true, description: 'Why it is FAILED; null: it is not.' })
  failure(@Root() activity: Activity): ActivityFailure | null {
    return failureOf(activity)
  }

  @FieldResolver(() => ActivityErrorConnection, {
    description: 'What it left out and why, in the order of its items.',
  })
  errors(
    @Context() ctx: Ctx,
    @Root() activity: Activity,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Page<ActivityError>> {
    return errorsOfActivity(ctx, activity, args)
  }
}
