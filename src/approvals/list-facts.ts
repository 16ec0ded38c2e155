import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { operatorsOf } from './condition.rules.ts'
import { factCatalog, type FactDefinition } from './fact-catalog.rules.ts'
import type { ApprovalFact } from './policy.view.ts'

/** All that policies may look at. */
export function listFacts(ctx: Ctx): ApprovalFact[] {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return Object.entries<FactDefinition>(factCatalog).map(([key, { kind, description, isConfidential }]) => ({
    key,
    kind,
    description,
    isConfidential: isConfidential ?? false,
    operators: operatorsOf[kind],
  }))
}
