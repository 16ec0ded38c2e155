import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import {
  DelegationEndDocument,
  DelegationListDocument,
  type DelegationFieldsFragment,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { AskFirst } from '../parts/ask-first.tsx'
import type { Refusal } from '../parts/fault.tsx'
import { Page } from '../parts/page.tsx'
import { useNames } from '../policies/use-names.ts'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { AddDelegation } from './add-delegation.tsx'

/** Who decides in whose place, and until when. */
export function DelegationsPage() {
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<DelegationFieldsFragment | null>(null)
  const [{ data, error }, ask] = useQuery({
    query: DelegationListDocument,
    requestPolicy: 'cache-and-network',
  })
  const again = () => ask({ requestPolicy: 'network-only' })
  const list = data?.approvalDelegations
  return (
    <Page
      title={t('delegations.title')}
      actions={<Button onClick={() => setAdding(true)}>{t('delegations.add')}</Button>}
    >
      <Text c="dimmed" size="sm" mt={-12}>
        {t('delegations.hint')}
      </Text>
      <AnswerState list={list} error={error} again={again} none={t('delegations.none')} />
      {list && list.length > 0 && <DelegationTable list={list} end={setEnding} />}
      {isAdding && (
        <AddDelegation
          close={() => setAdding(false)}
          added={() => {
            setAdding(false)
            again()
          }}
        />
      )}
      {ending && (
        <EndDelegation
          delegation={ending}
          close={() => setEnding(null)}
          ended={() => {
            setEnding(null)
            again()
          }}
        />
      )}
    </Page>
  )
}

interface DelegationTableProps {
  list: readonly DelegationFieldsFragment[]
  end: (delegation: DelegationFieldsFragment) => void
}

function DelegationTable({ list, end }: DelegationTableProps) {
  const { viewer } = useViewer()
  const nameOf = useNames(list.flatMap(({ policyId, customerId }) => [policyId ?? '', customerId ?? '']))
  const whoIs = (id: string, name: string) => (id === viewer?.id ? t('delegations.me', { name }) : name)
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table striped verticalSpacing="sm" aria-label={t('delegations.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('delegations.from')}</Table.Th>
            <Table.Th>{t('delegations.to')}</Table.Th>
            <Table.Th>{t('delegations.scope')}</Table.Th>
            <Table.Th>{t('delegations.time')}</Table.Th>
            <Table.Th>{t('items.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row" fw={500}>
                {whoIs(one.fromUserId, one.fromUserName)}
              </Table.Th>
              <Table.Td>{whoIs(one.toUserId, one.toUserName)}</Table.Td>
              <Table.Td>
                {[one.policyId, one.customerId]
                  .filter((id) => id !== null)
                  .map(nameOf)
                  .join(', ') || t('delegations.everything')}
              </Table.Td>
              <Table.Td>
                {formatMoment(one.validFrom)} – {formatMoment(one.validTo)}
              </Table.Td>
              <Table.Td>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('delegations.endOf', { from: one.fromUserName, to: one.toUserName })}
                  onClick={() => end(one)}
                >
                  {t('delegations.end')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface EndDelegationProps {
  delegation: DelegationFieldsFragment
  close: () => void
  ended: () => void
}

function EndDelegation({ delegation, close, ended }: EndDelegationProps) {
  const [{ fetching, error }, end] = useMutation(DelegationEndDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const { id: delegationId, fromUserName: from, toUserName: to } = delegation
  const act = async () => {
    const { data } = await end({ input: { delegationId } })
    const found = data?.approvalDelegationEnd.userErrors
    setRefusals(found ?? [])
    if (found?.length === 0) ended()
  }
  return (
    <AskFirst
      title={t('delegations.endOf', { from, to })}
      text={t('delegations.endHint')}
      action={t('delegations.end')}
      busy={fetching}
      error={error}
      refusals={refusals}
      close={close}
      act={() => void act()}
    />
  )
}
