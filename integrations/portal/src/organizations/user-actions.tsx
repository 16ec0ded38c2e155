import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import {
  UserActivateDocument,
  type OrganizationKind,
  type PersonRowFragment,
} from '../generated/operations.ts'
import { RunButton } from '../parts/run-button.tsx'
import { t } from '../strings.ts'
import { UserDialog, type UserChange } from './user-dialog.tsx'

interface UserActionsProps {
  user: PersonRowFragment
  kind: OrganizationKind
}

/** Lets a person in again, shuts one out, or changes what one may do. */
export function UserActions({ user, kind }: UserActionsProps) {
  const [change, setChange] = useState<UserChange | null>(null)
  const [, activate] = useMutation(UserActivateDocument)
  const name = `${user.firstName} ${user.lastName}`
  const letIn = async () => {
    const { data, error } = await activate({ input: { userId: user.id } })
    return { error, refusals: data?.userActivate.userErrors ?? [] }
  }
  const offer = (one: UserChange) => (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t(`users.${one}Of`, { name })}
      onClick={() => setChange(one)}
    >
      {t(`users.${one}`)}
    </Button>
  )
  return (
    <Group gap={6}>
      {offer('ROLES')}
      {user.status === 'DEACTIVATED' ? (
        <RunButton
          label={t('users.ACTIVATE')}
          name={t('users.ACTIVATEOf', { name })}
          size="compact-sm"
          run={letIn}
        />
      ) : (
        offer('DEACTIVATE')
      )}
      {change && <UserDialog user={user} kind={kind} change={change} close={() => setChange(null)} />}
    </Group>
  )
}
