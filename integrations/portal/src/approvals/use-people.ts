import { useQuery } from 'urql'
import { PeopleOfDocument, type Role } from '../generated/operations.ts'
import { useViewer } from '../shell/use-viewer.ts'

/** Roles of a reseller whose holders may decide. */
export const decidingRoles: readonly Role[] = ['RESELLER_ADMIN', 'APPROVER']

/** Active people of a reseller, as choices; none for whoever may not see them. */
export function usePeople(organizationId: string, roles: readonly Role[] | null) {
  const { may } = useViewer()
  const [{ data, error }] = useQuery({
    query: PeopleOfDocument,
    variables: { organizationId, role: roles && [...roles] },
    pause: organizationId === '' || !may('USER_READ'),
  })
  const people = data?.users.nodes.map(({ id, firstName, lastName }) => ({
    value: id,
    label: `${firstName} ${lastName}`,
  }))
  return { people, error }
}
