import { Anchor, Group, List, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import {
  ApprovalByIdDocument,
  OrderDetailDocument,
  type DecisionFieldsFragment,
  type OrderDetailQuery,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import {
  AccountsAndContact,
  GeneralInformation,
  InvoiceInformation,
  ItemSummary,
  ProvisioningSummary,
  Section,
} from '../orders/order-sections.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { t } from '../strings.ts'
import { DecisionBox } from './decision-box.tsx'

/** All that an approver needs to know, and the decision. */
export function ApprovalPage({ id }: { id: string }) {
  const [{ data, error }, again] = useQuery({
    query: ApprovalByIdDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  return data.approval ? <Deciding approval={data.approval} /> : <Text>{t('approvals.unknown')}</Text>
}

interface DecidingProps {
  approval: DecisionFieldsFragment
}

function Deciding({ approval }: DecidingProps) {
  const variables = { id: approval.orderId }
  const [{ data, error }, again] = useQuery({ query: OrderDetailDocument, variables })
  const order = data?.order
  if (!data && !error) return <Loading rows={8} />
  return (
    <Page
      title={t('approvals.decide', { number: order?.orderNumber ?? '' })}
      actions={<StatusBadge status={approval.status} />}
    >
      {error && <Fault error={error} again={again} />}
      <DecisionBox approval={approval} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Why approval={approval} />
        {order && <InvoiceInformation order={order} />}
      </SimpleGrid>
      {order && <Ordered order={order} />}
    </Page>
  )
}

function Ordered({ order }: { order: NonNullable<OrderDetailQuery['order']> }) {
  return (
    <>
      <ItemSummary order={order} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <AccountsAndContact order={order} />
        <Stack>
          <GeneralInformation order={order} />
          <ProvisioningSummary order={order} />
        </Stack>
      </SimpleGrid>
      <Group>
        <Anchor component={Link} href={`/orders/${order.id}`}>
          {t('approvals.toOrder')}
        </Anchor>
      </Group>
    </>
  )
}

function Why({ approval }: DecidingProps) {
  return (
    <Section title={t('approvals.why')}>
      <Text mb="sm">{approval.reason}</Text>
      <Facts
        list={[
          [t('approvals.requester'), approval.requester?.email],
          [t('approvals.requested'), formatMoment(approval.requestedAt)],
          [t('approvals.revision'), String(approval.revision)],
        ]}
      />
      <List type="ordered" mt="sm" size="sm">
        {approval.steps.map(({ id, reason, approvers, decisions, reasons }) => (
          <List.Item key={id}>
            {reason}: {approvers.map(({ name }) => name).join(', ')}
            {reasons.map(({ message }) => (
              <Text key={message} size="xs" c="dimmed">
                {message}
              </Text>
            ))}
            {decisions.map((one) => (
              <Text key={one.id} size="xs">
                {t(`timeline.${one.kind}`)}: {one.decidedByName}, {formatMoment(one.decidedAt)}
                {one.comment ? `: ${one.comment}` : ''}
              </Text>
            ))}
          </List.Item>
        ))}
      </List>
      {approval.comments.map(({ id, authorName, body, createdAt }) => (
        <Text key={id} size="sm" mt="xs">
          {authorName}, {formatMoment(createdAt)}: {body}
        </Text>
      ))}
    </Section>
  )
}
