const PATTERN = /^(\*|[a-z][a-z_]*(\.[a-z][a-z_]*)*(\.\*)?)$/

/** Whether a pattern names an event: itself, everything below a word (`order.*`), or everything (`*`). */
export function matchesEventType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))
}

/** What is wrong with a pattern, or null. `known` are the names of all events that are offered. */
export function eventTypeProblem(
  pattern: string,
  known: readonly string[],
): { code: string; message: string } | null {
  if (!PATTERN.test(pattern))
    return {
      code: 'WEBHOOK_EVENT_TYPE_INVALID',
      message: 'Use the name of an event, a word with a star such as "order.*", or "*".',
    }
  if (known.some((type) => matchesEventType(pattern, type))) return null
  return {
    code: 'WEBHOOK_EVENT_TYPE_UNKNOWN',
    message: `No event is called "${pattern}". Query webhookEventTypes for those that are.`,
  }
}
