import { Anchor, Button, Table, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { OrganizationListDocument, type OrganizationListQuery } from '../generated/operations.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Page } from '../parts/page.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { AccountChooser } from './account-chooser.tsx'
import { obstacleText } from './obstacle-text.ts'
import { OrganizationFilters, type Filters } from './organization-filters.tsx'

type Organization = OrganizationListQuery['organizations']['nodes'][number]

/** Customers and resellers that the viewer sees; on the row, an order is begun. */
export function OrganizationsPage() {
  const [filters, setFilters] = useState<Filters>({ search: '', kind: null, field: 'NAME' })
  const { kind, field } = filters
  const [asked] = useDebouncedValue(filters.search.trim(), 250)
  const [ordering, setOrdering] = useState<Organization | null>(null)
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: OrganizationListDocument,
    variables: {
      first: 15,
      after: pages.after,
      search: asked || null,
      where: { kind },
      orderBy: { field, direction: field === 'NAME' ? 'ASC' : 'DESC' },
    },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.organizations.nodes
  return (
    <Page title={t('organizations.title')}>
      <OrganizationFilters
        filters={filters}
        set={(next) => {
          setFilters(next)
          pages.restart()
        }}
      />
      <AnswerState list={list} error={error} again={again} none={t('organizations.none')} />
      {list && list.length > 0 && <OrganizationTable list={list} order={setOrdering} />}
      <Pager pages={pages} info={data?.organizations.pageInfo} />
      {ordering && <AccountChooser organization={ordering} close={() => setOrdering(null)} />}
    </Page>
  )
}

function OrganizationTable({ list, order }: { list: Organization[]; order: (one: Organization) => void }) {
  const { may } = useViewer()
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('organizations.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('organizations.kind')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('organizations.country')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('organizations.currency')}</Table.Th>
            <Table.Th>{t('organizations.action')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} href={`/organizations/${one.id}`} size="sm" c="inherit">
                  {one.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {one.primaryDomain}
                </Text>
              </Table.Th>
              <Table.Td visibleFrom="sm">{t(`kind.${one.kind}`)}</Table.Td>
              <Table.Td visibleFrom="sm">{one.country}</Table.Td>
              <Table.Td visibleFrom="sm">{one.currency}</Table.Td>
              <Table.Td>
                {may('ORDER_CREATE') && one.canOrder && (
                  <Button
                    size="compact-sm"
                    variant="light"
                    onClick={() => order(one)}
                    aria-label={t('organizations.placeFor', { name: one.name })}
                  >
                    {t('organizations.place')}
                  </Button>
                )}
                {!one.canOrder && (
                  <Text size="sm" c="dimmed">
                    {obstacleText(one.orderingProblems)}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
