import { useQuery } from 'urql'
import { ViewerDocument, type Permission } from '../generated/operations.ts'

/** Who is signed in, and what that person may do: draw nothing that will be refused. */
export function useViewer() {
  const [{ data, error }] = useQuery({ query: ViewerDocument })
  const viewer = data?.viewer ?? null
  return { viewer, error, may: (permission: Permission) => viewer?.permissions.includes(permission) ?? false }
}
