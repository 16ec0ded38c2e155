/** A fault as GraphQL tells it. */
export interface ToldFault {
  message: string
  path?: ReadonlyArray<string | number>
  extensions?: Readonly<Record<string, unknown>>
}

/**
 * The request was not carried out: no sign-in, a limit, a fault. What an operation refuses is no error but data: read
 * `userErrors`.
 */
export class CountersignError extends Error {
  override readonly name = 'CountersignError'
  /** Stable, such as UNAUTHENTICATED or BUSY; HTTP_502 and the like when no GraphQL answered. */
  readonly code: string
  /** True: nothing was done, or the idempotency key makes it safe: send the same request again. */
  readonly isRetryable: boolean

  /**
   * @param faults as they were told; the first one gives message and code
   * @param status the answer's HTTP status
   */
  constructor(
    readonly faults: readonly ToldFault[],
    readonly status: number,
  ) {
    const [first] = faults
    super(first?.message ?? `The server answered ${status}.`)
    const code = first?.extensions?.['code']
    this.code = typeof code === 'string' ? code : `HTTP_${status}`
    this.isRetryable = first?.extensions?.['retryable'] === true || (first === undefined && status >= 500)
  }
}
