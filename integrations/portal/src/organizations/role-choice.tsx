import { Checkbox, Stack } from '@mantine/core'
import type { OrganizationKind, Role } from '../generated/operations.ts'
import { t } from '../strings.ts'

/** The roles that people of an organization of this kind can have. The API refuses any other. */
const rolesWithin: Record<OrganizationKind, readonly Role[]> = {
  PLATFORM: ['PLATFORM_OPERATOR'],
  RESELLER: ['RESELLER_ADMIN', 'SALES_AGENT', 'APPROVER', 'ORDER_DESK', 'FINANCE'],
  CUSTOMER: ['CUSTOMER_ADMIN', 'CUSTOMER_APPROVER'],
}

interface RoleChoiceProps {
  kind: OrganizationKind
  roles: readonly Role[]
  set: (roles: Role[]) => void
  error?: string | undefined
}

/** What a person may do. */
export function RoleChoice({ kind, roles, set, error }: RoleChoiceProps) {
  const possible = rolesWithin[kind]
  return (
    <Checkbox.Group
      label={t('users.roles')}
      error={error}
      value={[...roles]}
      onChange={(chosen) => set(possible.filter((role) => chosen.includes(role)))}
    >
      <Stack gap={6} mt={6}>
        {possible.map((role) => (
          <Checkbox key={role} value={role} label={t(`role.${role}`)} description={t(`roleHint.${role}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
