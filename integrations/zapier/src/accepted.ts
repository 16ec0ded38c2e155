import type { ZObject } from 'zapier-platform-core'

interface Payload {
  userErrors: ReadonlyArray<{ code: string; message: string; path: readonly string[] }>
}

/** The payload of a mutation that was accepted. What was refused is told to the user, sentence by sentence. */
export function accepted<P extends Payload>(z: ZObject, payload: P): P {
  const [first] = payload.userErrors
  if (first === undefined) return payload
  const sentences = payload.userErrors.map(({ message, path }) =>
    path.length > 0 ? `${message} (${path.join('.')})` : message,
  )
  throw new z.errors.Error(sentences.join(' '), first.code, 400)
}
