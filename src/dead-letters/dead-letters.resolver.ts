import { Arg, Args, Ctx as Context, Mutation, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import type { Page } from '../platform/page.ts'
import { DeadLetter } from './dead-letter.entity.ts'
import { JobDeadLetterRetryInput, JobDeadLettersArgs } from './dead-letters.inputs.ts'
import { JobDeadLetterConnection, JobDeadLetterRetryPayload } from './dead-letters.view.ts'
import { listDeadLetters } from './list-dead-letters.ts'
import { retryDeadLetter } from './retry-dead-letter.ts'

@Resolver(() => DeadLetter)
export class DeadLetterResolver {
  @Query(() => JobDeadLetterConnection, {
    description:
      'Background jobs that were given up, latest failure first: of your reseller and of those below it; for the platform operator, of all. Needs JOB_READ.',
  })
  jobDeadLetters(
    @Context() ctx: Ctx,
    @Args(() => JobDeadLettersArgs) args: JobDeadLettersArgs,
  ): Promise<Page<DeadLetter>> {
    return listDeadLetters(ctx, args)
  }

  @Mutation(() => JobDeadLetterRetryPayload, {
    description:
      'Has a job that was given up started again, once what broke it is mended. Refuses JOB_NOT_DEAD. Needs JOB_RETRY.',
  })
  async jobDeadLetterRetry(
    @Context() ctx: Ctx,
    @Arg('input', () => JobDeadLetterRetryInput) given: JobDeadLetterRetryInput,
  ): Promise<Partial<JobDeadLetterRetryPayload>> {
    return { deadLetter: await retryDeadLetter(ctx, given) }
  }
}
