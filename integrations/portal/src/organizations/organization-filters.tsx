import { Group, NativeSelect, TextInput } from '@mantine/core'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'

const kinds = ['CUSTOMER', 'RESELLER'] as const

/** What the list of organizations is narrowed and sorted by. */
export interface Filters {
  search: string
  kind: (typeof kinds)[number] | null
  field: 'NAME' | 'CREATED_AT'
}

interface OrganizationFiltersProps {
  filters: Filters
  set: (filters: Filters) => void
}

/** Words, a kind, an order. */
export function OrganizationFilters({ filters, set }: OrganizationFiltersProps) {
  return (
    <Group align="end">
      <TextInput
        label={t('organizations.search')}
        type="search"
        leftSection={<Icon name="search" />}
        flex={1}
        miw={200}
        value={filters.search}
        onChange={(event) => set({ ...filters, search: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('organizations.kind')}
        value={filters.kind ?? ''}
        onChange={(event) =>
          set({ ...filters, kind: kinds.find((kind) => kind === event.currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: t('organizations.anyKind') },
          ...kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
        ]}
      />
      <NativeSelect
        label={t('organizations.sort')}
        value={filters.field}
        onChange={(event) =>
          set({ ...filters, field: event.currentTarget.value === 'NAME' ? 'NAME' : 'CREATED_AT' })
        }
        data={[
          { value: 'NAME', label: t('organizations.byName') },
          { value: 'CREATED_AT', label: t('organizations.byAge') },
        ]}
      />
    </Group>
  )
}
