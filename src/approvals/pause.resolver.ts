import { Arg, Ctx as Context, Mutation, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { pauseApproval } from './pause-approval.ts'
import { ApprovalPauseInput, ApprovalResumeInput } from './pause.inputs.ts'
import { ApprovalPausePayload, ApprovalResumePayload, type PauseAnswer } from './pause.view.ts'
import { resumeApproval } from './resume-approval.ts'

@Resolver()
export class ApprovalPauseResolver {
  @Mutation(() => ApprovalPausePayload, {
    description:
      'Lets the time of a request stand still: nothing is due until it is resumed, and what is due moves by the pause. It can be decided meanwhile, which ends the pause. Needs APPROVAL_DECIDE; for approvers of the open step, and administrators who did not ask for it. Tells approval.paused.',
  })
  async approvalPause(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalPauseInput) input: ApprovalPauseInput,
  ): Promise<PauseAnswer> {
    return { approval: await pauseApproval(ctx, input) }
  }

  @Mutation(() => ApprovalResumePayload, {
    description:
      'Lets the time of a request run again. Needs APPROVAL_DECIDE; for those who may pause it. Tells approval.resumed.',
  })
  async approvalResume(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalResumeInput) input: ApprovalResumeInput,
  ): Promise<PauseAnswer> {
    return { approval: await resumeApproval(ctx, input) }
  }
}
