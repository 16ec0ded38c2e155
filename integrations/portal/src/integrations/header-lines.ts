/** Headers as they travel: a line for each. */
export const headerLines = (headers: ReadonlyArray<{ name: string; value: string }>): string =>
  headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
