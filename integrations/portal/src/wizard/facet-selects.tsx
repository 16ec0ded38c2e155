import { NativeSelect, SimpleGrid } from '@mantine/core'
import type { ProductSearchQuery, ProductSearchWhere } from '../generated/operations.ts'
import { t } from '../strings.ts'

/** By which part of the search each facet narrows. */
const parts = {
  vendor: 'vendorId',
  commitmentTerm: 'commitmentTerm',
  billingPeriod: 'billingPeriod',
  unitPrice: 'unitPriceRange',
} as const satisfies Record<string, keyof ProductSearchWhere>
const fields = ['vendor', 'commitmentTerm', 'billingPeriod', 'unitPrice'] as const

interface FacetSelectsProps {
  facets: ProductSearchQuery['productSearch']['facets']
  where: ProductSearchWhere
  set: (where: ProductSearchWhere) => void
}

/** What the results can be narrowed by, with how many each choice leaves. */
export function FacetSelects({ facets, where, set }: FacetSelectsProps) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
      {fields.map((field) => {
        const part = parts[field]
        const values = facets.find((facet) => facet.field === field)?.values ?? []
        return (
          <NativeSelect
            key={field}
            size="xs"
            label={t(`facet.${field}`)}
            value={String(where[part] ?? '')}
            onChange={(event) => set({ ...where, [part]: event.currentTarget.value || null })}
            data={[
              { value: '', label: t('facet.any') },
              ...values.map(({ value, label, countText }) => ({ value, label: `${label} (${countText})` })),
            ]}
          />
        )
      })}
    </SimpleGrid>
  )
}
