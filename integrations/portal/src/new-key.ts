/** A key for one intent: a repeat with it changes nothing. */
export function newKey(): string {
  // randomUUID is missing on pages without TLS.
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
