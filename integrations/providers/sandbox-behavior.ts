import { createHash } from 'node:crypto'

/** An order as it came over the wire: nothing in it is validated. */
export type SandboxOrder = Readonly<Record<string, unknown>>

export type SandboxAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** What the sandbox does with a new order, and whether the caller hears of it. */
export type SandboxReaction = {
  readonly answer: SandboxAnswer
  /** `STALLED` and `RESET`: done, but the caller is not told. `LOST`: neither done nor told. */
  readonly delivery: 'ANSWERED' | 'STALLED' | 'RESET' | 'LOST'
}

/** A new order, and what the sandbox knows about its line. */
export type SandboxCall = {
  readonly key: string
  readonly order: SandboxOrder
  readonly now: Date
  /** Whether an order for the same line was failed on purpose before. */
  readonly failedBefore: boolean
  /** Of a change: the subscription that it is asked for. */
  readonly reference?: string | undefined
}

/**
 * Decides by magic words, looked for as whole words in any part number, name, domain or parameter value, in this order:
 *
 * | word              | behavior                                                                                |
 * |-------------------|-----------------------------------------------------------------------------------------|
 * | `fail-validation` | 422 `TENANT_REJECTED`                                                                   |
 * | `needs-info`      | 409 with a problem per parameter that holds the word (else `tenantDomain`), until changed |
 * | `fail-once`       | 503 `TEMPORARY` for the line's first call, then works                                   |
 * | `fail-always`     | 500 `BROKEN` each time                                                                  |
 * | `timeout-lost`    | no answer, nothing done: a look-up answers 404                                          |
 * | `timeout`         | done, but no answer: a look-up, or the same key again, finds it                         |
 * | `drop-connection` | done, but the connection is cut instead of an answer                                    |
 * | `pending`         | 202; active as soon as it is looked up                                                  |
 *
 * Anything else is active at once. The vendor's reference depends on the key alone,
 * so that a sandbox that was restarted answers the same.
 */
export function sandboxAnswer({
  key,
  order,
  now,
  failedBefore,
  reference: known,
}: SandboxCall): SandboxReaction {
  const says = (word: string) => textsIn(order).some((text) => holdsWord(text, word))
  const told = (status: number, body: SandboxAnswer['body']): SandboxReaction => ({
    answer: { status, body },
    delivery: 'ANSWERED',
  })
  if (says('fail-validation')) {
    return told(422, { code: 'TENANT_REJECTED', message: 'The vendor does not accept this tenant.' })
  }
  if (says('needs-info')) return told(409, { code: 'NEEDS_INFO', problems: problemsOf(order) })
  if (says('fail-once') && !failedBefore) return told(503, { code: 'TEMPORARY', message: 'Try again later.' })
  if (says('fail-always')) return told(500, { code: 'BROKEN', message: 'The vendor is out of order.' })

  const reference = known ?? referenceOf(key)
  if (says('pending')) return told(202, { reference, status: 'pending' })
  const answer = {
    status: 201,
    body: {
      reference,
      status: 'active',
      activatedAt: now.toISOString(),
      details: { tenantId: `tenant-${reference}` },
    },
  }
  if (says('timeout-lost')) return { answer, delivery: 'LOST' }
  if (says('timeout')) return { answer, delivery: 'STALLED' }
  return { answer, delivery: says('drop-connection') ? 'RESET' : 'ANSWERED' }
}

function referenceOf(key: string): string {
  return `SBX-${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`
}

/** Whether `word` stands alone in `text`, so that no ordinary name sets anything off by chance. */
function holdsWord(text: string, word: string): boolean {
  return new RegExp(`(?<![a-z])${word}(?![a-z])`).test(text)
}

/** Every string inside a value, at most three levels deep. */
function textsIn(value: unknown, depth = 3): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.values(value).flatMap((inner) => textsIn(inner, depth - 1))
}

function problemsOf(order: SandboxOrder): { parameter: string; message: string }[] {
  const asked = Object.entries(order['parameters'] ?? {})
    .filter(([, value]) => textsIn(value).some((text) => holdsWord(text, 'needs-info')))
    .map(([parameter]) => parameter)
  return (asked.length > 0 ? asked : ['tenantDomain']).map((parameter) => ({
    parameter,
    message: 'The vendor needs another value here.',
  }))
}
