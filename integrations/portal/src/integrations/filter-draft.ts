import type {
  EndpointFieldsFragment,
  FilterLineFieldsFragment,
  WebhookFilterInput,
  WebhookFilterOperator,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'

/** A look at one place of a message, as it is edited. */
export interface FilterLine {
  id: string
  path: string
  operator: WebhookFilterOperator
  values: string[]
}

/** Of which lines all or any must hold; KEEP: it goes deeper than is edited here, and stays as it is. */
export interface FilterDraft {
  kind: 'all' | 'any' | 'KEEP'
  lines: readonly FilterLine[]
}

/** Every message passes. */
export const noFilter: FilterDraft = { kind: 'all', lines: [] }

/** The one operator that compares with nothing. */
export const needsNoValue = (operator: WebhookFilterOperator): boolean => operator === 'EXISTS'

/** Those that compare with texts; the others take one number. */
export const takesTexts = (operator: WebhookFilterOperator): boolean =>
  operator === 'ANY_OF' || operator === 'NONE_OF'

/** A line that nothing was entered in. */
export const newLine = (): FilterLine => ({ id: newKey(), path: '', operator: 'ANY_OF', values: [] })

function lineOf({ path, operator, values }: FilterLineFieldsFragment): FilterLine | null {
  return path && operator ? { id: newKey(), path, operator, values: [...(values ?? [])] } : null
}

/** A filter as the API tells it, to be changed. */
export function filterDraftOf(told: EndpointFieldsFragment['filter']): FilterDraft {
  if (!told) return noFilter
  const kind = told.any ? 'any' : 'all'
  const lines = (told.any ?? told.all ?? [told]).map(lineOf)
  const read = lines.filter((line) => line !== null)
  return read.length === lines.length ? { kind, lines: read } : { kind: 'KEEP', lines: [] }
}

/** What is sent of it: no line lets every message pass. */
export function filterInputOf({ kind, lines }: FilterDraft): { filter?: WebhookFilterInput | null } {
  if (kind === 'KEEP') return {}
  const list = lines.map(({ path, operator, values }) => ({
    path: path.trim(),
    operator,
    values: needsNoValue(operator) ? [] : values,
  }))
  return { filter: list.length > 0 ? { [kind]: list } : null }
}
