import { useState } from 'react'
import { useMutation, type CombinedError } from 'urql'
import { PolicyCreateDocument, PolicyUpdateDocument } from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'
import { useIntentKey } from '../use-intent-key.ts'
import { definitionOf, type PolicyDraft, type ReadPolicy } from './policy-draft.ts'
import { placed } from './problems-of.ts'

interface Saving {
  isBusy: boolean
  error: CombinedError | undefined
  refusals: readonly Refusal[]
  /** Answers with the policy's id; null when it was refused. */
  save: (draft: PolicyDraft) => Promise<string | null>
}

/** Saves a draft: as a new policy, or as the next version of the one that was read. */
export function useSavePolicy(policy: ReadPolicy | null): Saving {
  const keyOf = useIntentKey()
  const [creating, create] = useMutation(PolicyCreateDocument)
  const [updating, update] = useMutation(PolicyUpdateDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const send = async (draft: PolicyDraft) => {
    const { name, passesDown, isActive } = draft
    const said = { name, passesDown, isActive, definition: definitionOf(draft) }
    if (!policy) {
      const input = { ...said, idempotencyKey: keyOf(said) }
      return (await create({ input })).data?.approvalPolicyCreate
    }
    const input = { ...said, policyId: policy.id, expectedVersion: policy.version }
    return (await update({ input })).data?.approvalPolicyUpdate
  }
  const save = async (draft: PolicyDraft) => {
    const answer = await send(draft)
    setRefusals(placed(answer?.userErrors ?? []))
    return answer?.policy?.id ?? null
  }
  return {
    isBusy: creating.fetching || updating.fetching,
    error: creating.error ?? updating.error,
    refusals,
    save,
  }
}
