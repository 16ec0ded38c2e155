import { useQuery } from 'urql'
import { OrganizationListDocument } from '../generated/operations.ts'
import { FoundValues, type FoundValuesField } from './found-values.tsx'
import { useWords } from './use-words.ts'

/** Customers of the reseller. */
export function CustomerValues(field: FoundValuesField) {
  const [search, setWords] = useWords()
  const [{ data }] = useQuery({
    query: OrganizationListDocument,
    variables: { first: 20, search, where: { kind: 'CUSTOMER' } },
  })
  const found = data?.organizations.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return <FoundValues {...field} found={found} onSearchChange={setWords} />
}
