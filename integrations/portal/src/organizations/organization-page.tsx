import { Anchor, Button, SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import {
  OrderListDocument,
  OrganizationDetailDocument,
  type OrganizationDetailQuery,
} from '../generated/operations.ts'
import { OrderBrief } from '../orders/order-brief.tsx'
import { Section } from '../orders/order-sections.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { session } from '../session.ts'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { AccountChooser } from './account-chooser.tsx'
import { obstacleText } from './obstacle-text.ts'
import { SubscriptionsSection } from './subscriptions-section.tsx'
import { UsersSection } from './users-section.tsx'

type Organization = NonNullable<OrganizationDetailQuery['organization']>

/** An organization with its accounts, its people, what runs for it and what was ordered for it. */
export function OrganizationPage({ id }: { id: string }) {
  const { may } = useViewer()
  const [isOrdering, setOrdering] = useState(false)
  const [{ data, error }, again] = useQuery({
    query: OrganizationDetailDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  const { organization } = data
  if (!organization) return <Text>{t('organizations.unknown')}</Text>
  const mayOrder = may('ORDER_CREATE') && organization.canOrder
  return (
    <Page
      title={organization.name}
      actions={mayOrder && <Button onClick={() => setOrdering(true)}>{t('organizations.place')}</Button>}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Master organization={organization} />
        <Accounts organization={organization} />
        <People organization={organization} />
        {may('ORDER_READ') && <Orders organization={organization} />}
      </SimpleGrid>
      {may('USER_READ') && <UsersSection organization={organization} />}
      {may('SUBSCRIPTION_READ') && <SubscriptionsSection id={id} />}
      {isOrdering && <AccountChooser organization={organization} close={() => setOrdering(false)} />}
    </Page>
  )
}

function Master({ organization }: { organization: Organization }) {
  const { address } = organization
  return (
    <Section title={t('organizations.master')}>
      <Facts
        list={[
          [t('organizations.kind'), t(`kind.${organization.kind}`)],
          [
            t('invoice.address'),
            address &&
              [address.line1, address.line2, `${address.postalCode ?? ''} ${address.city}`]
                .filter(Boolean)
                .join(', '),
          ],
          [t('organizations.country'), organization.country],
          [t('organizations.currency'), organization.currency],
          [t('organizations.domain'), organization.primaryDomain],
          [t('invoice.taxId'), organization.taxId],
          [t('contacts.externalReference'), organization.externalReference],
          [t('organizations.obstacles'), obstacleText(organization.orderingProblems)],
        ]}
      />
    </Section>
  )
}

function Accounts({ organization: { accounts } }: { organization: Organization }) {
  return (
    <Section title={t('organizations.accounts')}>
      {accounts.length === 0 && <Text c="dimmed">{t('accounts.none')}</Text>}
      <Facts
        list={accounts.map(
          ({ name, currency, paymentTermsDays, invoiceEmail, canOrder, orderingProblems }) =>
            [
              `${name} (${currency})`,
              [
                t('accounts.days', { count: paymentTermsDays }),
                invoiceEmail,
                !canOrder && obstacleText(orderingProblems),
              ]
                .filter(Boolean)
                .join(', '),
            ] as const,
        )}
      />
    </Section>
  )
}

function People({ organization: { contacts } }: { organization: Organization }) {
  return (
    <Section title={t('organizations.contacts')}>
      {contacts.length === 0 && <Text c="dimmed">{t('organizations.noContacts')}</Text>}
      <Facts
        list={contacts.map(
          ({ firstName, lastName, email, phone, roles }) =>
            [
              `${firstName} ${lastName}`,
              [email, phone, ...roles.map((role) => t(`organizations.contactRole.${role}`))]
                .filter(Boolean)
                .join(', '),
            ] as const,
        )}
      />
    </Section>
  )
}

function Orders({ organization: { id, name } }: { organization: Organization }) {
  const [{ data, error }, again] = useQuery({
    query: OrderListDocument,
    variables: { first: 5, where: { organizationId: id } },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.orders.nodes
  return (
    <Section title={t('dashboard.recent')}>
      {error && <Fault error={error} again={again} />}
      {!list && !error && <Loading rows={2} />}
      {list?.length === 0 && <Text c="dimmed">{t('orders.none')}</Text>}
      {list?.map((order) => (
        <OrderBrief key={order.id} order={order} />
      ))}
      {list && list.length > 0 && (
        <Anchor component={Link} href="/orders" size="sm" onClick={() => session.workFor({ id, name })}>
          {t('organizations.allOrders')}
        </Anchor>
      )}
    </Section>
  )
}
