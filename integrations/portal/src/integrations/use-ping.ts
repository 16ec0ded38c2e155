import { useRef } from 'react'
import { useMutation } from 'urql'
import { EndpointTestDocument } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import type { Act } from './use-act.ts'

/** Sends a ping and answers with its message's id. Each press that got through is a ping of its own. */
export function usePing(endpointId: string, act: Act) {
  const key = useRef(newKey())
  const [, ping] = useMutation(EndpointTestDocument)
  return async (): Promise<string | null> => {
    const input = { endpointId, idempotencyKey: key.current }
    const answer = await act.run(async () => {
      const { data, error } = await ping({ input })
      return { error, payload: data?.webhookEndpointTest }
    })
    if (answer) key.current = newKey()
    return answer?.webhookMessage?.id ?? null
  }
}
