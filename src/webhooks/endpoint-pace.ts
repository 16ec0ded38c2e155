import type { Problem } from '../platform/errors.ts'
import type { WebhookDisablePolicy, WebhookEndpoint, WebhookOrdering } from './webhook-endpoint.entity.ts'

/** How fast and in which order an endpoint is told; what is absent stays as it is, a null rate is no limit. */
export interface PaceWishes {
  ordering?: WebhookOrdering | null | undefined
  maxConcurrency?: number | null | undefined
  maxPerSecond?: number | null | undefined
  disablePolicy?: WebhookDisablePolicy | null | undefined
}

function outside(value: number | null | undefined, most: number): boolean {
  return typeof value === 'number' && (value < 1 || value > most)
}

/** What is wrong with a pace. */
export function paceProblems({ maxConcurrency, maxPerSecond }: PaceWishes): Problem[] {
  const problem = (field: string, message: string) => ({
    code: 'PACE_INVALID',
    message,
    path: [field],
  })
  return [
    ...(outside(maxConcurrency, 50) ? [problem('maxConcurrency', 'Give 1 to 50 requests at a time.')] : []),
    ...(outside(maxPerSecond, 1000)
      ? [problem('maxPerSecond', 'Give 1 to 1000 requests a second, or null.')]
      : []),
  ]
}

/** The columns of a pace, once `paceProblems` has found nothing. */
export function paceColumns(pace: PaceWishes): Partial<WebhookEndpoint> {
  const { ordering, maxConcurrency, maxPerSecond, disablePolicy } = pace
  return {
    ...(ordering ? { ordering } : {}),
    ...(maxConcurrency ? { maxConcurrency } : {}),
    ...(maxPerSecond === undefined ? {} : { maxPerSecond, bucket: null }),
    ...(disablePolicy ? { disablePolicy } : {}),
  }
}
