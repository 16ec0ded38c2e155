import { ApprovalDecision } from './approvals/approval-decision.entity.ts'
import { ApprovalRequest } from './approvals/approval-request.entity.ts'
import { ApprovalStep } from './approvals/approval-step.entity.ts'
import { OutboxEvent } from './events/outbox-event.entity.ts'
import { ApiKey } from './identity/api-key.entity.ts'
import { Session } from './identity/session.entity.ts'
import { User } from './identity/user.entity.ts'
import { Organization } from './organizations/organization.entity.ts'
import { TermsAcceptance } from './terms/terms-acceptance.entity.ts'
import { TermsChain } from './terms/terms-chain.entity.ts'
import { TermsDocument } from './terms/terms-document.entity.ts'
import { TermsVersion } from './terms/terms-version.entity.ts'

/** Every table that the mapper knows, one line each. */
export const entities = [
  ApiKey,
  ApprovalDecision,
  ApprovalRequest,
  ApprovalStep,
  Organization,
  OutboxEvent,
  Session,
  TermsAcceptance,
  TermsChain,
  TermsDocument,
  TermsVersion,
  User,
]
