import type { DeliveryTimings } from '../../src/webhooks/delivery-port.ts'
import type { ConnectPhase } from './guard.ts'

/** Of an attempt that was not made. */
export const noTimings: DeliveryTimings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }

type Phase = ConnectPhase | 'ANSWERED'

/** Notes when an attempt has come how far, and says how long each part took. */
export function stopWatch(isTls: boolean): { note: (phase: Phase) => void; timings: () => DeliveryTimings } {
  const began = performance.now()
  const at: Partial<Record<Phase, number>> = {}
  const between = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : Math.round(to - from)
  return {
    note: (phase) => void (at[phase] ??= performance.now()),
    timings: () => ({
      dnsMs: between(began, at.RESOLVED),
      connectMs: between(at.RESOLVED ?? began, at.CONNECTED),
      tlsMs: isTls ? between(at.CONNECTED, at.READY) : null,
      firstByteMs: between(at.READY, at.ANSWERED),
    }),
  }
}
