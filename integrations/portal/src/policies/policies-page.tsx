import { Anchor, Button, Checkbox, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { PolicyListDocument, type PolicyListQuery } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Page } from '../parts/page.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { ApprovalSettings } from './approval-settings.tsx'
import { ApproverGroups } from './approver-groups.tsx'
import { PolicyState } from './policy-state.tsx'

/** The policies of the viewer's reseller, whom they ask, and how orders reach them. */
export function PoliciesPage() {
  const { may } = useViewer()
  const mayChange = may('APPROVAL_POLICY_WRITE')
  return (
    <Page
      title={t('policies.title')}
      actions={
        mayChange && (
          <Button component={Link} href="/approvals/policies/new">
            {t('policies.new')}
          </Button>
        )
      }
    >
      <Text c="dimmed" size="sm" mt={-12}>
        {t('policies.hint')}
      </Text>
      <Policies />
      <ApproverGroups mayChange={mayChange} />
      <ApprovalSettings mayChange={may('RESELLER_WRITE')} />
    </Page>
  )
}

function Policies() {
  const [showsArchived, setShowsArchived] = useState(false)
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: PolicyListDocument,
    variables: { after: pages.after, status: showsArchived ? ['ACTIVE', 'INACTIVE', 'ARCHIVED'] : null },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.approvalPolicies.nodes
  return (
    <Section title={t('policies.list')}>
      <Stack gap="sm">
        <Checkbox
          label={t('policies.showArchived')}
          checked={showsArchived}
          onChange={(event) => {
            setShowsArchived(event.currentTarget.checked)
            pages.restart()
          }}
        />
        <AnswerState list={list} error={error} again={again} none={t('policies.none')} />
        {data && list && list.length > 0 && (
          <PolicyTable list={list} warnings={data.approvalPolicyWarnings} />
        )}
        <Pager pages={pages} info={data?.approvalPolicies.pageInfo} />
      </Stack>
    </Section>
  )
}

interface PolicyTableProps {
  list: PolicyListQuery['approvalPolicies']['nodes']
  warnings: PolicyListQuery['approvalPolicyWarnings']
}

function PolicyTable({ list, warnings }: PolicyTableProps) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm" aria-label={t('policies.list')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('policy.name')}</Table.Th>
            <Table.Th>{t('policy.status')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('policy.version')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('policy.effect')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('policy.inherits')}</Table.Th>
            <Table.Th visibleFrom="md">{t('policy.savedAt')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map(({ id, name, status, version, passesDown, updatedAt, current }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} href={`/approvals/policies/${id}`} size="sm">
                  {name}
                </Anchor>
                {warnings
                  .filter(({ policyId }) => policyId === id)
                  .map(({ code, message }) => (
                    <Text key={code + message} size="xs" c="red">
                      {message}
                    </Text>
                  ))}
              </Table.Th>
              <Table.Td>
                <PolicyState status={status} />
              </Table.Td>
              <Table.Td visibleFrom="sm">{version}</Table.Td>
              <Table.Td visibleFrom="sm">{t(`effect.${current.effect}`)}</Table.Td>
              <Table.Td visibleFrom="sm">{t(passesDown ? 'policies.passesDown' : 'policies.own')}</Table.Td>
              <Table.Td visibleFrom="md">
                {formatMoment(updatedAt)}
                <Text size="xs" c="dimmed">
                  {current.savedByName}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
