import { useQuery } from 'urql'
import {
  ApproverChoicesDocument,
  ExternalApproversDocument,
  type ApproverGroupFieldsFragment,
  type ApproverKind,
  type ApproverPersonFieldsFragment,
} from '../generated/operations.ts'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'

/** One entry of a list to choose from. */
export interface Choice {
  value: string
  label: string
}

const choiceOf = ({ id, firstName, lastName, email }: ApproverPersonFieldsFragment): Choice => ({
  value: id,
  label: `${firstName} ${lastName} (${email})`,
})

interface Known {
  deciders: Choice[]
  keys: Choice[]
  groups: readonly ApproverGroupFieldsFragment[]
}

function choicesOf(kind: ApproverKind, { deciders, keys, groups }: Known): Choice[] {
  switch (kind) {
    case 'USER':
      return deciders
    case 'EXTERNAL':
      return keys
    case 'GROUP':
      return groups.map(({ id, name }) => ({ value: id, label: name }))
    case 'ROLE':
      return (['RESELLER_ADMIN', 'APPROVER'] as const).map((role) => ({
        value: role,
        label: t(`role.${role}`),
      }))
    default:
      return []
  }
}

/** Other systems of the viewer's reseller that decide, for whoever may see keys. */
function useKeys(organizationId: string | undefined): Choice[] {
  const { may } = useViewer()
  const [{ data }] = useQuery({
    query: ExternalApproversDocument,
    variables: { organizationId: organizationId ?? '' },
    pause: organizationId === undefined || !may('API_KEY_WRITE'),
  })
  return (data?.apiKeys.nodes ?? [])
    .filter(({ scopes }) => scopes.includes('APPROVAL_DECIDE'))
    .map(({ id, name, lastFour }) => ({ value: id, label: `${name} (…${lastFour})` }))
}

/** Whom policies and delegations of the viewer's reseller can name. */
export function useApproverChoices() {
  const { viewer, may } = useViewer()
  const organizationId = viewer?.organization?.id
  const [{ data, error }, again] = useQuery({
    query: ApproverChoicesDocument,
    variables: { organizationId: organizationId ?? '' },
    pause: organizationId === undefined || !may('APPROVAL_POLICY_READ'),
  })
  const keys = useKeys(organizationId)
  const deciders = data?.deciders.nodes.map(choiceOf) ?? []
  const groups = data?.approverGroups
  return {
    deciders,
    colleagues: data?.colleagues.nodes.map(choiceOf) ?? [],
    keys,
    groups,
    /** Whom a step of this kind can name; empty where the order says it. */
    choicesOf: (kind: ApproverKind) => choicesOf(kind, { deciders, keys, groups: groups ?? [] }),
    error,
    again: () => again({ requestPolicy: 'network-only' }),
  }
}
