/** Every place of a message that a filter can look at: words joined by dots; lists add none. */
export function messagePlaces(part: unknown, place: string): string[] {
  if (Array.isArray(part)) return part.flatMap((one) => messagePlaces(one, place))
  if (typeof part !== 'object' || part === null) return [place]
  return Object.entries(part).flatMap(([word, inner]) => messagePlaces(inner, `${place}.${word}`))
}
