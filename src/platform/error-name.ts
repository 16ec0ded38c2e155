/** What an error is, in one word for traces and metrics: its code, or its class. Never its message, which may hold anything. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN'
  const { code, name } = error as Error & { code?: unknown }
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? code : name
}
