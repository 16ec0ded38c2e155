import { Alert, Button, Group, List, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import { PolicyArchiveDocument, PolicyByIdDocument, PolicyUpdateDocument } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AskFirst } from '../parts/ask-first.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { isWhole } from './condition-tree.ts'
import { draftOf, type ReadPolicy } from './policy-draft.ts'
import { PolicyState } from './policy-state.tsx'
import { PolicyText } from './policy-text.tsx'

/** A policy in sentences, what is odd about it, its versions, and what can be done with it. */
export function PolicyPage({ id }: { id: string }) {
  const { may } = useViewer()
  const [{ data, error }, again] = useQuery({
    query: PolicyByIdDocument,
    variables: { id },
    // Not what it said before: a version was saved a moment ago.
    requestPolicy: 'network-only',
  })
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  const { approvalPolicy: policy, approvalPolicyWarnings: warnings } = data
  if (!policy) return <Text>{t('policies.unknown')}</Text>
  const odd = warnings.filter(({ policyId }) => policyId === policy.id)
  const { condition } = policy.current
  const mayChange = may('APPROVAL_POLICY_WRITE') && policy.status !== 'ARCHIVED'
  return (
    <Page title={policy.name} actions={<PolicyState status={policy.status} />}>
      {mayChange && <Changes policy={policy} read={() => again({ requestPolicy: 'network-only' })} />}
      {odd.length > 0 && (
        <Alert color="orange" variant="outline" title={t('policies.odd')}>
          <List size="sm">
            {odd.map(({ code, message }) => (
              <List.Item key={code + message}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Section title={t('policy.says')}>
        {policy.current.description && <Text mb="sm">{policy.current.description}</Text>}
        {condition && !isWhole(condition) && <Text c="orange">{t('policy.tooDeep')}</Text>}
        <PolicyText draft={draftOf(policy, '')} />
      </Section>
      <Versions policy={policy} />
    </Page>
  )
}

function useChanges(policy: ReadPolicy, read: () => void) {
  const [updating, update] = useMutation(PolicyUpdateDocument)
  const [archiving, archive] = useMutation(PolicyArchiveDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const at = { policyId: policy.id, expectedVersion: policy.version }
  const done = (userErrors: readonly Refusal[] | undefined): boolean => {
    setRefusals(userErrors ?? [])
    const isDone = userErrors?.length === 0
    if (isDone) read()
    return isDone
  }
  return {
    turn: async (isActive: boolean) =>
      done((await update({ input: { ...at, isActive } })).data?.approvalPolicyUpdate.userErrors),
    retire: async () => done((await archive({ input: at })).data?.approvalPolicyArchive.userErrors),
    refusals,
    error: updating.error ?? archiving.error,
    isBusy: updating.fetching || archiving.fetching,
  }
}

function Changes({ policy, read }: { policy: ReadPolicy; read: () => void }) {
  const [isRetiring, setRetiring] = useState(false)
  const { turn, retire, refusals, error, isBusy } = useChanges(policy, read)
  const isActive = policy.status === 'ACTIVE'
  return (
    <>
      <Group gap="sm">
        <Button component={Link} href={`/approvals/policies/${policy.id}/edit`}>
          {t('policy.editThis')}
        </Button>
        <Button variant="default" onClick={() => void turn(!isActive)} aria-busy={isBusy}>
          {t(isActive ? 'policy.deactivate' : 'policy.activate')}
        </Button>
        <Button variant="default" onClick={() => setRetiring(true)}>
          {t('policy.retire')}
        </Button>
      </Group>
      {!isRetiring && error && <Fault error={error} />}
      {!isRetiring && <Refusals list={refusals} />}
      {isRetiring && (
        <AskFirst
          title={t('policy.retireTitle', { name: policy.name })}
          text={t('policy.retireHint')}
          action={t('policy.retire')}
          busy={isBusy}
          error={error}
          refusals={refusals}
          close={() => setRetiring(false)}
          act={() => void retire().then((isDone) => isDone && setRetiring(false))}
        />
      )}
    </>
  )
}

function Versions({ policy }: { policy: ReadPolicy }) {
  return (
    <Section title={t('policy.versions')}>
      <Table verticalSpacing="xs" aria-label={t('policy.versions')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('policy.version')}</Table.Th>
            <Table.Th>{t('policy.savedAt')}</Table.Th>
            <Table.Th>{t('policy.savedBy')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {policy.versions.map(({ id, version, savedAt, savedByName }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500}>
                {version}
              </Table.Th>
              <Table.Td>{formatMoment(savedAt)}</Table.Td>
              <Table.Td>{savedByName}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
