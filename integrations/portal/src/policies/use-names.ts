import { useQuery } from 'urql'
import { NamesByIdDocument, type NamesByIdQuery } from '../generated/operations.ts'
import { offerTerms } from '../parts/offer-terms.ts'

const most = 100

function nameOf(node: NonNullable<NamesByIdQuery['nodes'][number]>): string | null {
  if (node.__typename === 'User') return `${node.firstName} ${node.lastName}`
  if (node.__typename === 'Offer') return `${node.name} · ${offerTerms(node)}`
  return 'name' in node ? node.name : null
}

/** Tells what ids stand for; what has no name, or is out of sight, is called as it stands. */
export function useNames(ids: readonly string[]): (id: string) => string {
  const asked = [...new Set(ids.filter((id) => /^[a-z]{3}_/.test(id)))].toSorted().slice(0, most)
  const [{ data }] = useQuery({
    query: NamesByIdDocument,
    variables: { ids: asked },
    pause: asked.length === 0,
  })
  const names = new Map(
    (data?.nodes ?? []).flatMap((node) => (node && 'id' in node ? [[node.id, nameOf(node)] as const] : [])),
  )
  return (id) => names.get(id) ?? id
}
