import { Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { UsersOfDocument, type OrganizationKind, type PersonRowFragment } from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { WideTable } from '../parts/wide-table.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { UserActions } from './user-actions.tsx'

interface UsersSectionProps {
  organization: { id: string; name: string; kind: OrganizationKind }
}

/** Who signs in for an organization, what they may do, and whether they can. */
export function UsersSection({ organization }: UsersSectionProps) {
  const { may } = useViewer()
  const [isInviting, setInviting] = useState(false)
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: UsersOfDocument,
    variables: { organizationId: organization.id, after: pages.after },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.users.nodes
  return (
    <Section title={t('users.title')}>
      {may('USER_WRITE') && (
        <Group mb="sm">
          <Button size="sm" variant="light" onClick={() => setInviting(true)}>
            {t('users.add')}
          </Button>
        </Group>
      )}
      <AnswerState list={list} error={error} again={again} none={t('users.none')} rows={3} />
      {list && list.length > 0 && <UserTable list={list} kind={organization.kind} />}
      <Pager pages={pages} info={data?.users.pageInfo} />
      {isInviting && (
        <InviteDialog
          organization={organization}
          close={() => setInviting(false)}
          invited={() => again({ requestPolicy: 'network-only' })}
        />
      )}
    </Section>
  )
}

function UserTable({ list, kind }: { list: readonly PersonRowFragment[]; kind: OrganizationKind }) {
  const { may } = useViewer()
  return (
    <WideTable label={t('users.title')} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('organizations.name')}</Table.Th>
          <Table.Th>{t('users.roles')}</Table.Th>
          <Table.Th>{t('orders.status')}</Table.Th>
          {may('USER_WRITE') && <Table.Th>{t('items.actions')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.map((user) => (
          <Table.Tr key={user.id}>
            <Table.Th scope="row" fw={500}>
              {user.firstName} {user.lastName}
              <Text size="xs" c="dimmed">
                {[user.email, user.phone].filter(Boolean).join(', ')}
              </Text>
            </Table.Th>
            <Table.Td>{user.roles.map((role) => t(`role.${role}`)).join(', ')}</Table.Td>
            <Table.Td>
              <StatusBadge status={user.status} />
            </Table.Td>
            {may('USER_WRITE') && (
              <Table.Td>
                <UserActions user={user} kind={kind} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
