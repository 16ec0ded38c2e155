/**
 * The port to whoever makes cloud subscriptions real: a vendor, a distributor, the built-in sandbox.
 * One adapter per provider, in `integrations/providers`. An adapter never throws: whatever happens is an outcome.
 */
export type CloudProvider = {
  /** Stable and unique, as offers name it: `sandbox`. */
  readonly key: string
  /**
   * Asks for one order line. Called again with the same idempotency key it must not provision twice,
   * and answers what became of the first call.
   */
  provision(request: ProvisionRequest): Promise<ProvisionOutcome>
  /** Asks for a change, or the end, of a subscription that runs. The same promises as `provision`. */
  change(request: ChangeRequest): Promise<ProvisionOutcome>
  /**
   * What became of an earlier `provision` or `change` with this key; null when the provider has never accepted it,
   * so that asking again is safe. `UNKNOWN_OUTCOME` when the provider cannot be asked now.
   */
  lookup(idempotencyKey: string): Promise<ProvisionOutcome | null>
}

/** One order line, with all that a provider needs; ids are ours. */
export type ProvisionRequest = {
  /** `<orderLineId>.<attemptEpoch>`: the same for every call of one attempt, new when operations retry. */
  readonly idempotencyKey: string
  readonly orderNumber: string
  readonly vendorPartNumber: string
  /** In the offer's unit, at least 1. */
  readonly quantity: number
  readonly customer: ProvisionCustomer
  /** The provisioning information by parameter code, as the requester gave it. */
  readonly parameters: Readonly<Record<string, string>>
  /** The day (yyyy-mm-dd) that its first term is to end, with something else; absent: a whole term. */
  readonly termEndDate?: string
  /** Of an add-on: the provider's id of the subscription that it belongs to. */
  readonly baseReference?: string
}

/** A change of a subscription that runs; part number and quantity are those that it shall have. */
export type ChangeRequest = ProvisionRequest & {
  readonly change: {
    readonly action: 'CHANGE_QUANTITY' | 'SWITCH_PLAN' | 'CHANGE_RENEWAL' | 'CANCEL'
    /** The provider's id of the subscription. */
    readonly vendorReference: string
    /** Of a cancellation: the first day without it (yyyy-mm-dd); null: at once. */
    readonly endDate: string | null
    readonly reason: string | null
    readonly autoRenew: boolean | null
    readonly renewalTerm: string | null
    readonly renewalQuantity: number | null
  }
}

/** The organization that will use the subscription. */
export type ProvisionCustomer = {
  readonly organizationName: string
  /** The organization's domain, such as `northwind.example`; null when it has none. */
  readonly domain: string | null
}

/** The subscription exists. */
export type ProvisionFulfilled = {
  readonly state: 'FULFILLED'
  /** The provider's id of the subscription. */
  readonly vendorReference: string
  readonly activatedAt: Date
  /** What else the provider reports for the customer, such as the tenant's id. */
  readonly details: Readonly<Record<string, string>>
}

/** Accepted, not finished: ask again by `lookup`. */
export type ProvisionPending = { readonly state: 'PENDING'; readonly vendorReference: string | null }

/** Nothing was provisioned; these parameters must be answered first. */
export type ProvisionInformationRequired = {
  readonly state: 'INFORMATION_REQUIRED'
  /** At least one. `message` is for the requester. */
  readonly problems: readonly { readonly parameter: string; readonly message: string }[]
}

/**
 * Nothing was provisioned. `VENDOR`: their fault · `VALIDATION`: the order cannot be provisioned as it is ·
 * `TIMEOUT`: they could not be reached in time · `INTERNAL`: our fault or configuration.
 */
export type ProvisionFailed = {
  readonly state: 'FAILED'
  /** Stable, in capitals. */
  readonly code: string
  readonly category: 'VENDOR' | 'VALIDATION' | 'TIMEOUT' | 'INTERNAL'
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** For operations. */
  readonly message: string
}

/** The call may have succeeded: `lookup` before anything is asked again under a new key. */
export type ProvisionUnknown = { readonly state: 'UNKNOWN_OUTCOME'; readonly message: string }

/** Discriminated by `state`. */
export type ProvisionOutcome =
  ProvisionFulfilled | ProvisionPending | ProvisionInformationRequired | ProvisionFailed | ProvisionUnknown
