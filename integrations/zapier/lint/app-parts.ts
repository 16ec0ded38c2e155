/** A field, as far as checks look at it. */
export interface Field {
  key: string
  label?: string
  type?: string
  helpText?: string
  dynamic?: string
}

/** A trigger, create or search. */
export interface Part {
  word: 'triggers' | 'creates' | 'searches'
  key: string
  display: { label: string; description: string }
  type: string
  inputFields: Field[]
  operation: {
    sample?: Record<string, unknown>
    outputFields?: Field[]
    performList?: unknown
    performSubscribe?: unknown
    performUnsubscribe?: unknown
  }
}

type Definition = Omit<Part, 'word' | 'type' | 'inputFields'> & {
  operation: Part['operation'] & { type?: string; inputFields?: Array<Field | (() => unknown)> }
}

/** All triggers, creates and searches of an app; fields that are functions are left out. */
export function appParts(app: Record<string, unknown>): Part[] {
  return (['triggers', 'creates', 'searches'] as const).flatMap((word) =>
    Object.values((app[word] ?? {}) as Record<string, Definition>).map((part) => ({
      ...part,
      word,
      type: part.operation.type ?? 'action',
      inputFields: (part.operation.inputFields ?? []).filter((field) => typeof field !== 'function'),
    })),
  )
}
