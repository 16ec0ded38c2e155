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
import { AnswerState } from '../parts/answer-state.tsx'
import { Icon } from '../parts/icon.tsx'
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

/** What is looked for. */
interface Wanted {
  search: string
  category: string
  where: ProductSearchWhere
}

function useProducts(order: WizardOrderFragment, wanted: Wanted, after: string | null) {
  const [search] = useDebouncedValue(wanted.search.trim(), 250)
  return useQuery({
    query: ProductSearchDocument,
    variables: {
      organizationId: order.organization?.id ?? '',
      accountId: order.account?.id ?? null,
      categoryId: wanted.category || null,
      search: search || null,
      where: wanted.where,
      after,
    },
  })
}

/** The dialog that finds products by words, within a category or all. */
export function SearchProducts({ order, categoryId, close, choose }: SearchProductsProps) {
  const [wanted, setWanted] = useState<Wanted>({ search: '', category: categoryId ?? '', where: {} })
  const pages = usePages()
  const [{ data, error, fetching }, again] = useProducts(order, wanted, pages.after)
  const found = data?.productSearch
  const look = (change: Partial<Wanted>) => {
    setWanted((before) => ({ ...before, ...change }))
    pages.restart()
  }
  return (
    <Modal opened onClose={close} title={t('items.search')} size="xl">
      <Stack>
        <SearchFields wanted={wanted} look={look} />
        {found && (
          <FacetSelects facets={found.facets} where={wanted.where} set={(where) => look({ where })} />
        )}
        <Text size="sm" c="dimmed" role="status">
          {found && !fetching && t('items.found', { text: found.totalCountText })}
        </Text>
        <AnswerState list={found?.nodes} error={error} again={again} none={t('items.nothing')} />
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

function SearchFields({ wanted, look }: { wanted: Wanted; look: (change: Partial<Wanted>) => void }) {
  const [{ data }] = useQuery({ query: CategoriesDocument })
  const categories = (data?.categories ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Group align="end">
      <TextInput
        label={t('items.words')}
        type="search"
        leftSection={<Icon name="search" />}
        flex={1}
        miw={200}
        data-autofocus
        value={wanted.search}
        onChange={(event) => look({ search: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('items.category')}
        value={wanted.category}
        onChange={(event) => look({ category: event.currentTarget.value })}
        data={[{ value: '', label: t('items.allCategories') }, ...categories]}
      />
    </Group>
  )
}
