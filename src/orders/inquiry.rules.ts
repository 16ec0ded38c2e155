import type { ParameterDefinition } from '../catalog/parameters.rules.ts'

/** A line as its inquiry sees it. */
export type AskedLine = {
  lineNumber: number
  item: { productName: string; parameters: readonly ParameterDefinition[] }
  informationRequest: { message: string; items: ReadonlyArray<{ key: string; message: string }> } | null
}

/** One question that is asked again. */
export type InquiryQuestion = {
  /** Null: asked for the whole order. */
  lineNumber: number | null
  message: string
  definition: ParameterDefinition
}

/** What lines ask, each question once: those of the whole order where they are met first. */
export function inquiryQuestions(lines: readonly AskedLine[]): InquiryQuestion[] {
  const seen = new Set<string>()
  return lines.flatMap(({ lineNumber, item, informationRequest }) =>
    (informationRequest?.items ?? []).flatMap(({ key, message }) => {
      const definition = item.parameters.find((one) => one.key === key)
      if (!definition) return []
      const asked = { lineNumber: definition.scope === 'LINE' ? lineNumber : null, message, definition }
      const name = questionName(asked.lineNumber, key)
      return seen.has(name) ? [] : (seen.add(name), [asked])
    }),
  )
}

/** How a question is called within its inquiry: `2.tenantDomain`, `order.tenantDomain`. */
export function questionName(lineNumber: number | null, key: string): string {
  return `${lineNumber ?? 'order'}.${key}`
}
