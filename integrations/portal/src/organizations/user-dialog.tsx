import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import {
  UserDeactivateDocument,
  UserSetRolesDocument,
  type OrganizationKind,
  type PersonRowFragment,
  type Role,
} from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { RoleChoice } from './role-choice.tsx'

export type UserChange = 'ROLES' | 'DEACTIVATE'

interface UserDialogProps {
  user: PersonRowFragment
  kind: OrganizationKind
  change: UserChange
  close: () => void
}

/** Carries a change out; the last approver goes only when somebody has read what follows and says so again. */
function useUserChange({ user, change, close }: Omit<UserDialogProps, 'kind'>) {
  const [leaving, deactivate] = useMutation(UserDeactivateDocument)
  const [changing, setRoles] = useMutation(UserSetRolesDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const run = async (roles: Role[], force: boolean) => {
    const answer =
      change === 'ROLES'
        ? (await setRoles({ input: { userId: user.id, roles, force } })).data?.userSetRoles
        : (await deactivate({ input: { userId: user.id, force } })).data?.userDeactivate
    if (answer?.user) close()
    else setRefusals(answer?.userErrors ?? [])
  }
  return {
    run,
    refusals,
    error: leaving.error ?? changing.error,
    isBusy: leaving.fetching || changing.fetching,
  }
}

/** Asks before somebody loses a right, and shows whom that would leave alone. */
export function UserDialog({ user, kind, change, close }: UserDialogProps) {
  const [roles, setRoles] = useState<Role[]>(user.roles)
  const { run, refusals, error, isBusy } = useUserChange({ user, change, close })
  const name = `${user.firstName} ${user.lastName}`
  const isLast = refusals.some(({ code }) => code === 'LAST_APPROVER')
  return (
    <Modal opened onClose={close} title={t(`users.${change}Of`, { name })} centered>
      <Stack>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        {change === 'ROLES' ? (
          <RoleChoice kind={kind} roles={roles} set={setRoles} />
        ) : (
          <Text size="sm">{t('users.deactivateHint')}</Text>
        )}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('order.keep')}
          </Button>
          {isLast && (
            <Button color="red" variant="outline" loading={isBusy} onClick={() => void run(roles, true)}>
              {t('users.allTheSame')}
            </Button>
          )}
          {!isLast && (
            <Button
              color={change === 'DEACTIVATE' ? 'red' : undefined}
              loading={isBusy}
              onClick={() => void run(roles, false)}
            >
              {t(change === 'ROLES' ? 'items.save' : 'users.DEACTIVATE')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
