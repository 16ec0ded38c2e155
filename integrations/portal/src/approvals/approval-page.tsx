import { Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery, useSubscription } from 'urql'
import { Link } from 'wouter'
import {
  ApprovalByIdDocument,
  LiveApprovalDocument,
  OrderDetailDocument,
  type DecisionFieldsFragment,
  type OrderDetailQuery,
} from '../generated/operations.ts'
import {
  AccountsAndContact,
  GeneralInformation,
  InvoiceInformation,
  ItemSummary,
  ProvisioningSummary,
} from '../orders/order-sections.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { Conversation } from './conversation.tsx'
import { DecisionBox } from './decision-box.tsx'
import { HandOver } from './hand-over.tsx'
import { Margins } from './margins.tsx'
import { Watchers } from './watchers.tsx'
import { WhatChanged } from './what-changed.tsx'
import { WhyApproval } from './why-approval.tsx'

/** All that an approver needs to know, and the decision. */
export function ApprovalPage({ id }: { id: string }) {
  const [{ data, error }, again] = useQuery({
    query: ApprovalByIdDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  if (!data.approval) return <Text>{t('approvals.unknown')}</Text>
  return <Deciding approval={data.approval} again={() => again({ requestPolicy: 'network-only' })} />
}

/** The reseller whose request it is; the viewer's own where the order does not tell. */
function useSeller(order: OrderDetailQuery['order'] | undefined): string {
  const { viewer } = useViewer()
  return order?.organization?.seller?.id ?? viewer?.organization?.id ?? ''
}

interface DecidingProps {
  approval: DecisionFieldsFragment
  again: () => void
}

function Deciding({ approval, again }: DecidingProps) {
  const [{ data, error }, readAgain] = useQuery({
    query: OrderDetailDocument,
    variables: { id: approval.orderId },
    // What was kept may be of the revision before.
    requestPolicy: 'cache-and-network',
  })
  // What others decide meanwhile is shown as it happens.
  useSubscription({ query: LiveApprovalDocument, variables: { orderId: approval.orderId } })
  const order = data?.order
  const sellerId = useSeller(order)
  if (!data && !error) return <Loading rows={8} />
  return (
    <Page
      title={t('approvals.decide', { number: order?.orderNumber ?? '' })}
      actions={
        <Group gap="sm">
          <HandOver approval={approval} sellerId={sellerId} />
          <StatusBadge status={approval.status} />
        </Group>
      }
    >
      {error && <Fault error={error} again={readAgain} />}
      <DecisionBox approval={approval} lines={order?.lines ?? []} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <WhyApproval approval={approval} />
        {order && <InvoiceInformation order={order} />}
      </SimpleGrid>
      {order && <Ordered order={order} revision={approval.revision} />}
      <Talk approval={approval} again={again} sellerId={sellerId} />
    </Page>
  )
}

interface OrderedProps {
  order: NonNullable<OrderDetailQuery['order']>
  revision: number
}

function Ordered({ order, revision }: OrderedProps) {
  return (
    <>
      {revision > 1 && <WhatChanged order={order} revision={revision} />}
      <ItemSummary order={order} />
      <Margins order={order} />
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

/** What the people of the reseller say to each other; its customers neither read nor watch. */
function Talk({ approval, again, sellerId }: DecidingProps & { sellerId: string }) {
  const { may } = useViewer()
  if (!may('USER_READ')) return null
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Conversation approval={approval} again={again} />
      <Watchers approval={approval} sellerId={sellerId} />
    </SimpleGrid>
  )
}
