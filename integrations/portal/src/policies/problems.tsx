import { Text } from '@mantine/core'
import { createContext, use } from 'react'
import type { Refusal } from '../parts/fault.tsx'

/** What the API would refuse of the draft, by the place that it speaks of. */
export const ProblemsContext = createContext<readonly Refusal[]>([])

/** The sentences about this very place; `below`: about what stands in it as well. */
export function useProblems(place: string, below = false): string | undefined {
  const found = use(ProblemsContext)
    .filter(({ path }) => {
      const there = path.join('.')
      return there === place || (below && there.startsWith(`${place}.`))
    })
    .map(({ message }) => message)
  return found.length > 0 ? [...new Set(found)].join(' ') : undefined
}

/** The sentences about a place that is no field. */
export function Problem({ place }: { place: string }) {
  const found = useProblems(place)
  return found ? (
    <Text size="sm" c="red">
      {found}
    </Text>
  ) : null
}
