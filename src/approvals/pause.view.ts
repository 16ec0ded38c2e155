import { Field, ObjectType } from 'type-graphql'
import { Payload } from '../platform/user-error.view.ts'
import { ApprovalRequest } from './approval-request.entity.ts'

/** What pausing and resuming answer with. */
export interface PauseAnswer {
  approval?: ApprovalRequest | null
}

function pausePayload(mutation: string): new () => PauseAnswer {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class PausePayload extends Payload implements PauseAnswer {
    @Field(() => ApprovalRequest, {
      nullable: true,
      description: 'The request as it is now; null when refused.',
    })
    approval?: ApprovalRequest | null
  }
  return PausePayload
}

export const ApprovalPausePayload = pausePayload('approvalPause')
export const ApprovalResumePayload = pausePayload('approvalResume')
