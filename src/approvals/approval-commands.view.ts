import { Field, ObjectType } from 'type-graphql'
import { Payload } from '../platform/user-error.view.ts'
import { ApprovalComment } from './approval-comment.entity.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'

/** What commands on a request answer with. */
export interface ApprovalAnswer {
  approval?: ApprovalRequest | null
}

/** The payload type of one command, named after it. */
function approvalPayload(mutation: string) {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class ApprovalPayload extends Payload implements ApprovalAnswer {
    @Field(() => ApprovalRequest, { nullable: true, description: 'The request; null when refused.' })
    approval?: ApprovalRequest | null
  }
  return ApprovalPayload
}

export const ApprovalReassignPayload = approvalPayload('approvalReassign')
export const ApprovalApproverAddPayload = approvalPayload('approvalApproverAdd')
export const ApprovalWatcherAddPayload = approvalPayload('approvalWatcherAdd')
export const ApprovalWatcherRemovePayload = approvalPayload('approvalWatcherRemove')

/** What commands on a delegation answer with. */
export interface DelegationAnswer {
  delegation?: ApprovalDelegation | null
}

/** The payload type of one command on a delegation, named after it. */
function delegationPayload(mutation: string) {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class DelegationPayload extends Payload implements DelegationAnswer {
    @Field(() => ApprovalDelegation, { nullable: true, description: 'The delegation; null when refused.' })
    delegation?: ApprovalDelegation | null
  }
  return DelegationPayload
}

export const ApprovalDelegationCreatePayload = delegationPayload('approvalDelegationCreate')
export const ApprovalDelegationEndPayload = delegationPayload('approvalDelegationEnd')

@ObjectType({ description: 'Answer of approvalCommentAdd.' })
export class ApprovalCommentAddPayload extends Payload {
  @Field(() => ApprovalComment, { nullable: true, description: 'The comment; null when refused.' })
  comment?: ApprovalComment | null
}
