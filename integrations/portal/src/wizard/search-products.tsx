import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import {
  CategoriesDocument,
  ProductSearchDocument,
  type ChoosableOfferFragment,
  type ProductSearchWhere,
  type WizardOrderFragment,
} from '../generated/operations.ts'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Loading } from '../parts/loading.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { t } from '../strings.ts'
import { FacetSelects } from './facet-selects.tsx'
import { FoundProduct } from './found-product.tsx'

interface SearchProductsProps {
  order: WizardOrderFragment
  categoryId: string | null
  close: () => void
  choose: (offer: ChoosableOfferFragment) => Promise<boolean>
}

/** The dialog that finds products by words, within a category or all. */
export function SearchProducts({ order, categoryId, close, choose }: SearchProductsProps) {
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState(categoryId ?? '')
  const [asked] = useDebouncedValue(search.trim(), 250)
  const [where, setWhere] = useState<ProductSearchWhere>({})
  const pages = usePages()
  const [{ data: catalog }] = useQuery({ query: CategoriesDocument })
  const [{ data, error, fetching }, again] = useQuery({
    query: ProductSearchDocument,
    variables: {
      organizationId: order.organization?.id ?? '',
      accountId: order.account?.id ?? null,
      categoryId: category || null,
      search: asked || null,
      where,
      after: pages.after,
    },
  })
  const found = data?.productSearch
  return (
    <Modal opened onClose={close} title={t('items.search')} size="xl">
      <Stack>
        <Group align="end">
          <TextInput
            label={t('items.words')}
            type="search"
            leftSection={<Icon name="search" />}
            flex={1}
            miw={200}
            data-autofocus
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              pages.restart()
            }}
          />
          <NativeSelect
            label={t('items.category')}
            value={category}
            onChange={(event) => {
              setCategory(event.currentTarget.value)
              pages.restart()
            }}
            data={[
              { value: '', label: t('items.allCategories') },
              ...(catalog?.categories ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Group>
        {found && (
          <FacetSelects
            facets={found.facets}
            where={where}
            set={(next) => {
              setWhere(next)
              pages.restart()
            }}
          />
        )}
        {error && <Fault error={error} again={again} />}
        <Text size="sm" c="dimmed" role="status">
          {found && !fetching && t('items.found', { count: found.totalCountText })}
        </Text>
        {!found && !error && <Loading rows={6} />}
        {found?.nodes.map((product) => (
          <FoundProduct key={product.id} product={product} order={order} choose={choose} />
        ))}
        <Pager pages={pages} info={found?.pageInfo} />
        <Group justify="end">
          <Button onClick={close}>{t('items.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
