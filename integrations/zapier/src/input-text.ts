/** A field of a Zap as text; undefined when it was left empty. */
export function inputText(inputData: Record<string, unknown>, key: string): string | undefined {
  const value = inputData[key]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
