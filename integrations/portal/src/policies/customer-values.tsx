import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import { OrganizationListDocument } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { useNames } from './use-names.ts'

interface CustomerValuesProps {
  label: string
  error: string | undefined
  value: string[]
  onChange: (ids: string[]) => void
  miw: number
  flex: number
}

/** Customers, chosen by words: a reseller has more of them than a list can show. */
export function CustomerValues({ value, ...field }: CustomerValuesProps) {
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 250)
  const nameOf = useNames(value)
  const [{ data }] = useQuery({
    query: OrganizationListDocument,
    variables: { first: 20, search: asked || null, where: { kind: 'CUSTOMER' } },
  })
  const found = data?.organizations.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const chosen = value.map((id) => ({ value: id, label: nameOf(id) }))
  return (
    <MultiSelect
      {...field}
      value={value}
      data={[...chosen, ...found.filter((one) => !value.includes(one.value))]}
      searchable
      hidePickedOptions
      filter={({ options }) => options}
      onSearchChange={setSearch}
      nothingFoundMessage={t('organizations.none')}
    />
  )
}
