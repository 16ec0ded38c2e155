import type {
  ApprovalEffect,
  ApprovalPolicyDefinitionInput,
  ApprovalPolicySlaInput,
  ApprovalTrigger,
  ApproverKind,
  ApproverReferenceFieldsFragment,
  ApproverReferenceInput,
  PolicyByIdQuery,
  Reapproval,
  Role,
  SelfApproval,
  StepTimeout,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { inputOf, newBranch, treeOf, type Branch } from './condition-tree.ts'

/** A policy as its pages read it. */
export type ReadPolicy = NonNullable<PolicyByIdQuery['approvalPolicy']>

/** Someone whom a step asks, as it is edited. */
export interface ApproverDraft {
  id: string
  kind: ApproverKind
  /** Of a user or key, a role, or a group; empty for people that only an order knows. */
  who: string
  atPolicyOwner: boolean
}

/** Approvers of whom some must agree. */
export interface GroupDraft {
  id: string
  approvers: readonly ApproverDraft[]
  minimumApprovals: string
}

/** ISO 8601 durations; empty for none. */
export interface SlaDraft {
  remindAfter: string
  escalateAfter: string
  expireAfter: string
  escalateTo: ApproverDraft | null
  onTimeout: StepTimeout | ''
}

/** One step. */
export interface StepDraft {
  id: string
  position: number
  groups: readonly GroupDraft[]
  sla: SlaDraft
}

/** All of a policy, as it is edited. */
export interface PolicyDraft {
  name: string
  passesDown: boolean
  isActive: boolean
  description: string
  triggers: readonly ApprovalTrigger[]
  requesterRoles: readonly Role[]
  exceptUserIds: readonly string[]
  condition: Branch
  effect: ApprovalEffect
  message: string
  watchers: readonly ApproverDraft[]
  steps: readonly StepDraft[]
  selfApproval: SelfApproval
  under: { amount: string; currency: string }
  reapproval: Reapproval
  validFrom: string | null
  validTo: string | null
}

/** An approver to begin with. */
export const newApprover = (): ApproverDraft => ({
  id: newKey(),
  kind: 'ROLE',
  who: 'RESELLER_ADMIN',
  atPolicyOwner: false,
})

/** A group to begin with. */
export const newGroup = (): GroupDraft => ({
  id: newKey(),
  approvers: [newApprover()],
  minimumApprovals: '1',
})

const noTimes: SlaDraft = {
  remindAfter: '',
  escalateAfter: '',
  expireAfter: '',
  escalateTo: null,
  onTimeout: '',
}

/** A step behind those that are there. */
export function newStep(steps: readonly StepDraft[]): StepDraft {
  const last = Math.max(0, ...steps.map(({ position }) => position))
  return { id: newKey(), position: Math.min(5, last + 1), groups: [newGroup()], sla: noTimes }
}

/** A policy to begin with. */
export function newDraft(currency: string): PolicyDraft {
  return {
    name: '',
    passesDown: true,
    isActive: true,
    description: '',
    triggers: [],
    requesterRoles: [],
    exceptUserIds: [],
    condition: newBranch('all'),
    effect: 'REQUIRE_APPROVAL',
    message: '',
    watchers: [],
    steps: [newStep([])],
    selfApproval: 'DENY',
    under: { amount: '', currency },
    reapproval: 'RESTART_ALL',
    validFrom: null,
    validTo: null,
  }
}

function approverOf(told: ApproverReferenceFieldsFragment): ApproverDraft {
  const { kind, userId, role, groupId, atPolicyOwner } = told
  return { id: newKey(), kind, who: userId ?? role ?? groupId ?? '', atPolicyOwner: atPolicyOwner ?? false }
}

function stepOf({ position, allOf, sla }: ReadPolicy['current']['steps'][number]): StepDraft {
  return {
    id: newKey(),
    position,
    groups: allOf.map(({ anyOf, minimumApprovals }) => ({
      id: newKey(),
      approvers: anyOf.map(approverOf),
      minimumApprovals: String(minimumApprovals),
    })),
    sla: {
      remindAfter: sla?.remindAfter ?? '',
      escalateAfter: sla?.escalateAfter ?? '',
      expireAfter: sla?.expireAfter ?? '',
      escalateTo: sla?.escalateTo ? approverOf(sla.escalateTo) : null,
      onTimeout: sla?.onTimeout ?? '',
    },
  }
}

/** The draft of what a policy says now. */
export function draftOf(policy: ReadPolicy, currency: string): PolicyDraft {
  const { name, passesDown, status, current } = policy
  const { condition, steps, watchers, selfApprovalUnder, description, message, ...same } = current
  const { triggers, requesterRoles, exceptUserIds, effect, selfApproval, reapproval } = same
  return {
    name,
    passesDown,
    isActive: status === 'ACTIVE',
    description: description ?? '',
    triggers,
    requesterRoles,
    exceptUserIds,
    condition: treeOf(condition),
    effect,
    message: message ?? '',
    watchers: watchers.map(approverOf),
    steps: steps.map(stepOf).toSorted((one, other) => one.position - other.position),
    selfApproval,
    under: { amount: selfApprovalUnder?.amount ?? '', currency: selfApprovalUnder?.currency ?? currency },
    reapproval,
    validFrom: same.validFrom,
    validTo: same.validTo,
  }
}

function referenceOf({ kind, who, atPolicyOwner }: ApproverDraft): ApproverReferenceInput {
  switch (kind) {
    case 'USER':
    case 'EXTERNAL':
      return { kind, userId: who }
    case 'ROLE':
      // The choices are roles.
      return { kind, role: who as Role, ...(atPolicyOwner ? { atPolicyOwner } : {}) }
    case 'GROUP':
      return { kind, groupId: who }
    default:
      return { kind }
  }
}

function slaOf(sla: SlaDraft): ApprovalPolicySlaInput | null {
  const { remindAfter, escalateAfter, expireAfter, escalateTo, onTimeout } = sla
  const given = {
    ...(remindAfter ? { remindAfter } : {}),
    ...(escalateAfter ? { escalateAfter } : {}),
    ...(escalateTo ? { escalateTo: referenceOf(escalateTo) } : {}),
    ...(expireAfter ? { expireAfter } : {}),
    ...(onTimeout ? { onTimeout } : {}),
  }
  return Object.keys(given).length > 0 ? given : null
}

const isSaid = (effect: ApprovalEffect) => effect === 'BLOCK' || effect === 'WARN'

/** What is sent of a draft: only what its effect takes. */
export function definitionOf(draft: PolicyDraft): ApprovalPolicyDefinitionInput {
  const { effect, steps, condition, selfApproval, under, watchers } = draft
  const hasSteps = effect === 'REQUIRE_APPROVAL'
  return {
    effect,
    description: draft.description.trim() || null,
    triggers: [...draft.triggers],
    requesterRoles: [...draft.requesterRoles],
    exceptUserIds: [...draft.exceptUserIds],
    condition: condition.parts.length > 0 ? inputOf(condition) : null,
    message: isSaid(effect) ? draft.message.trim() || null : null,
    watchers: watchers.map(referenceOf),
    steps: hasSteps
      ? steps.map(({ position, groups, sla }) => ({
          position,
          allOf: groups.map(({ approvers, minimumApprovals }) => ({
            anyOf: approvers.map(referenceOf),
            minimumApprovals: Number.parseInt(minimumApprovals, 10) || 0,
          })),
          sla: slaOf(sla),
        }))
      : [],
    selfApproval: hasSteps ? selfApproval : 'DENY',
    selfApprovalUnder: hasSteps && selfApproval === 'ALLOW_UNDER' ? under : null,
    reapproval: draft.reapproval,
    validFrom: draft.validFrom,
    validTo: draft.validTo,
  }
}
