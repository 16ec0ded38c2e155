import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import { OrganizationListDocument } from '../generated/operations.ts'
import { session } from '../session.ts'
import { t } from '../strings.ts'
import { useSession } from '../use-session.ts'
import { useViewer } from './use-viewer.ts'

interface Choice {
  id: string
  name: string
}

/** What the words find, with what is chosen now. */
function useChoices(search: string, chosen: Choice | null, pause: boolean): Choice[] {
  const [asked] = useDebouncedValue(search === chosen?.name ? '' : search, 250)
  const variables = { first: 20, search: asked || null }
  const [{ data }] = useQuery({ query: OrganizationListDocument, variables, pause })
  const found = data?.organizations.nodes ?? []
  return chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
}

/** Narrows the portal to one organization, or widens it to all that the viewer sees. */
export function OrganizationSwitch() {
  const { may } = useViewer()
  const chosen = useSession()?.organization ?? null
  const [search, setSearch] = useState('')
  const pause = !may('ORGANIZATION_READ')
  const all = useChoices(search, chosen, pause)
  if (pause) return null
  return (
    <Select
      aria-label={t('shell.organization')}
      placeholder={t('shell.allOrganizations')}
      searchable
      clearable
      w={{ base: 130, xs: 200, md: 260 }}
      data={all.map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={chosen?.id ?? null}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(id) => session.workFor(all.find((one) => one.id === id) ?? null)}
      nothingFoundMessage={t('organizations.none')}
    />
  )
}
