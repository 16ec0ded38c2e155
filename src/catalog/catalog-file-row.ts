import type { RowProblem } from './offer-rows.rules.ts'

/** One row of a catalog file, by column. */
export interface CatalogFileRow {
  /** Line in the file, the first being 1. */
  line: number
  cells: Record<string, string>
  /** Why it cannot even be read; empty: it can. */
  problems: RowProblem[]
}
