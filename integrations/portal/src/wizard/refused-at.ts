import type { OrderSetProvisioningInput } from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'

/** Answers as they are sent. */
export type SentAnswers = Pick<OrderSetProvisioningInput, 'values' | 'lines'>

/** The key of the question that a refusal is about: the API names what was sent by its place, what is missing by its key. */
export function refusedAt({ path }: Refusal, { values, lines }: SentAnswers): string[] {
  const [list, at, , inner] = path
  const keyOf = (sent: SentAnswers['values'], place: string | undefined) => sent?.[Number(place)]?.key ?? ''
  if (list === 'provisioning') return path.slice(1)
  if (list === 'values') return ['order', keyOf(values, at)]
  const line = lines?.[Number(at)]
  return ['lines', String(line?.lineNumber), keyOf(line?.values, inner)]
}
