import { Webhook } from 'standardwebhooks'
import type { ReceivedRequest } from '../../support/webhook-receiver.ts'

/** Whether the public package accepts it with this secret. */
export function isVerified(secret: string, { body, headers }: ReceivedRequest): boolean {
  try {
    new Webhook(secret).verify(body.toString(), headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}
