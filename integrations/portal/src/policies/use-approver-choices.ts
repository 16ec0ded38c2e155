import { useQuery } from 'urql'
import {
  ApproverChoicesDocument,
  ExternalApproversDocument,
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

/** Whom policies and delegations of the viewer's reseller can name. */
export function useApproverChoices() {
  const { viewer, may } = useViewer()
  const variables = { organizationId: viewer?.organization?.id ?? '' }
  const pause = !viewer?.organization
  const [{ data, error }, again] = useQuery({
    query: ApproverChoicesDocument,
    variables,
    pause: pause || !may('APPROVAL_POLICY_READ'),
  })
  const [{ data: programs }] = useQuery({
    query: ExternalApproversDocument,
    variables,
    pause: pause || !may('API_KEY_WRITE'),
  })
  const deciders = data?.deciders.nodes.map(choiceOf) ?? []
  const groups = data?.approverGroups
  const keys = (programs?.apiKeys.nodes ?? [])
    .filter(({ scopes }) => scopes.includes('APPROVAL_DECIDE'))
    .map(({ id, name, lastFour }) => ({ value: id, label: `${name} (…${lastFour})` }))
  return {
    deciders,
    colleagues: data?.colleagues.nodes.map(choiceOf) ?? [],
    keys,
    groups,
    /** Whom a step of this kind can name; empty where the order says it. */
    choicesOf: (kind: ApproverKind): Choice[] => {
      switch (kind) {
        case 'USER':
          return deciders
        case 'EXTERNAL':
          return keys
        case 'GROUP':
          return groups?.map(({ id, name }) => ({ value: id, label: name })) ?? []
        case 'ROLE':
          return (['RESELLER_ADMIN', 'APPROVER'] as const).map((role) => ({
            value: role,
            label: t(`role.${role}`),
          }))
        default:
          return []
      }
    },
    error,
    again: () => again({ requestPolicy: 'network-only' }),
  }
}
