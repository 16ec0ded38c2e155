import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import {
  PolicySimulateDocument,
  type ApprovalPolicyDefinitionInput,
  type PolicyWarningFieldsFragment,
} from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'
import { problemsOf } from './problems-of.ts'

/** What the API says of a draft that nobody has saved. */
export interface Lint {
  problems: readonly Refusal[]
  warnings: readonly PolicyWarningFieldsFragment[]
  /** True while it is not known yet. */
  isBusy: boolean
}

const pauseMs = 500

/** Asks what is wrong or odd about a draft, a moment after each change: a simulation over one order. */
export function useLint(definition: ApprovalPolicyDefinitionInput, policyId: string | null): Lint {
  const client = useClient()
  const now = JSON.stringify(definition)
  const [asked] = useDebouncedValue(now, pauseMs)
  const [told, setTold] = useState<Omit<Lint, 'isBusy'> & { of: string }>({
    of: '',
    problems: [],
    warnings: [],
  })
  useEffect(() => {
    let isCurrent = true
    const input = { definition: JSON.parse(asked) as ApprovalPolicyDefinitionInput, policyId, lastOrders: 1 }
    const ask = async () => {
      const { data, error } = await client.query(
        PolicySimulateDocument,
        { input },
        { requestPolicy: 'network-only' },
      )
      if (!isCurrent) return
      const warnings = data?.approvalPolicySimulate.warnings ?? []
      setTold({ of: asked, problems: problemsOf(error) ?? [], warnings })
    }
    void ask()
    return () => {
      isCurrent = false
    }
  }, [client, asked, policyId])
  return { ...told, isBusy: told.of !== now }
}
