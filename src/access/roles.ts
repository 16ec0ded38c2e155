/** What an actor may do; API keys carry these as scopes. */
export const Permission = {
  ORGANIZATION_READ: 'ORGANIZATION_READ',
  ORGANIZATION_WRITE: 'ORGANIZATION_WRITE',
  /** Puts organizations and accounts on hold, and releases them. */
  ORGANIZATION_HOLD: 'ORGANIZATION_HOLD',
  /** Changes the reseller itself: its own data and how its orders reach approval. */
  RESELLER_WRITE: 'RESELLER_WRITE',
  USER_READ: 'USER_READ',
  USER_WRITE: 'USER_WRITE',
  CATALOG_READ: 'CATALOG_READ',
  CATALOG_WRITE: 'CATALOG_WRITE',
  /** Sees price lists of its own reseller and of those below. */
  PRICE_READ: 'PRICE_READ',
  PRICE_WRITE: 'PRICE_WRITE',
  /** Sees what the reseller pays, markups and margins. Never given to customers. */
  PRICE_COST_READ: 'PRICE_COST_READ',
  ORDER_READ: 'ORDER_READ',
  ORDER_CREATE: 'ORDER_CREATE',
  ORDER_EDIT_ANY: 'ORDER_EDIT_ANY',
  ORDER_CANCEL_ANY: 'ORDER_CANCEL_ANY',
  ORDER_FULFIL: 'ORDER_FULFIL',
  /** Reads a sensitive answer of an order in the clear, one at a time, to deliver it; each time is recorded. */
  PROVISIONING_REVEAL: 'PROVISIONING_REVEAL',
  APPROVAL_READ: 'APPROVAL_READ',
  APPROVAL_DECIDE: 'APPROVAL_DECIDE',
  /** Overrides decisions, hands places over for others, and speaks for others in delegations and watching. */
  APPROVAL_MANAGE: 'APPROVAL_MANAGE',
  /** Reads the policies of its own reseller and of those below. */
  APPROVAL_POLICY_READ: 'APPROVAL_POLICY_READ',
  APPROVAL_POLICY_WRITE: 'APPROVAL_POLICY_WRITE',
  TERMS_READ: 'TERMS_READ',
  TERMS_PUBLISH: 'TERMS_PUBLISH',
  /** Sees and changes how order numbers look. */
  NUMBER_SERIES_WRITE: 'NUMBER_SERIES_WRITE',
  SUBSCRIPTION_READ: 'SUBSCRIPTION_READ',
  /** Sets what invoices of a subscription carry. */
  SUBSCRIPTION_BILLING: 'SUBSCRIPTION_BILLING',
  WEBHOOK_READ: 'WEBHOOK_READ',
  WEBHOOK_WRITE: 'WEBHOOK_WRITE',
  API_KEY_WRITE: 'API_KEY_WRITE',
  EVENT_READ: 'EVENT_READ',
  /** Reads the audit chain: everything that was recorded, whoever did it. */
  AUDIT_READ: 'AUDIT_READ',
  /** Sees background jobs that were given up. */
  JOB_READ: 'JOB_READ',
  JOB_RETRY: 'JOB_RETRY',
  /** Sees long-running work, its progress and its errors. */
  ACTIVITY_READ: 'ACTIVITY_READ',
  OPERATE: 'OPERATE',
  /** Sees how the platform runs, over all sellers: the operators' desk, queues, metrics. */
  OPERATIONS_READ: 'OPERATIONS_READ',
} as const
export type Permission = (typeof Permission)[keyof typeof Permission]

export const Role = {
  PLATFORM_OPERATOR: 'PLATFORM_OPERATOR',
  /** Watches the platform and changes nothing. */
  PLATFORM_VIEWER: 'PLATFORM_VIEWER',
  RESELLER_ADMIN: 'RESELLER_ADMIN',
  SALES_AGENT: 'SALES_AGENT',
  APPROVER: 'APPROVER',
  ORDER_DESK: 'ORDER_DESK',
  FINANCE: 'FINANCE',
  CUSTOMER_ADMIN: 'CUSTOMER_ADMIN',
  /** Of a customer: decides about the customer's own orders where a policy asks the customer. */
  CUSTOMER_APPROVER: 'CUSTOMER_APPROVER',
  INTEGRATION: 'INTEGRATION',
} as const
export type Role = (typeof Role)[keyof typeof Role]

const reading = [
  'ORGANIZATION_READ',
  'CATALOG_READ',
  'ORDER_READ',
  'APPROVAL_READ',
  'TERMS_READ',
  'SUBSCRIPTION_READ',
] as const satisfies Permission[]

/** The table of who may do what. A verb asks `allow`; nothing is allowed that is not here. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  PLATFORM_OPERATOR: [
    'CATALOG_READ',
    'CATALOG_WRITE',
    'PRICE_READ',
    'PRICE_WRITE',
    'PRICE_COST_READ',
    'TERMS_READ',
    'TERMS_PUBLISH',
    'ORGANIZATION_READ',
    'ORGANIZATION_WRITE',
    'RESELLER_WRITE',
    'USER_READ',
    'USER_WRITE',
    'AUDIT_READ',
    'JOB_READ',
    'JOB_RETRY',
    'ACTIVITY_READ',
    'OPERATE',
    'OPERATIONS_READ',
  ],
  PLATFORM_VIEWER: ['JOB_READ', 'OPERATIONS_READ'],
  RESELLER_ADMIN: [
    ...reading,
    'ORGANIZATION_WRITE',
    'ORGANIZATION_HOLD',
    'RESELLER_WRITE',
    'PRICE_READ',
    'PRICE_WRITE',
    'PRICE_COST_READ',
    'USER_READ',
    'USER_WRITE',
    'ORDER_CREATE',
    'ORDER_EDIT_ANY',
    'ORDER_CANCEL_ANY',
    'ORDER_FULFIL',
    'PROVISIONING_REVEAL',
    'SUBSCRIPTION_BILLING',
    'APPROVAL_DECIDE',
    'APPROVAL_MANAGE',
    'APPROVAL_POLICY_READ',
    'APPROVAL_POLICY_WRITE',
    'TERMS_PUBLISH',
    'NUMBER_SERIES_WRITE',
    'WEBHOOK_READ',
    'WEBHOOK_WRITE',
    'API_KEY_WRITE',
    'EVENT_READ',
    'AUDIT_READ',
    'JOB_READ',
    'JOB_RETRY',
    'ACTIVITY_READ',
  ],
  SALES_AGENT: [
    ...reading,
    'ORGANIZATION_WRITE',
    'PRICE_READ',
    'USER_READ',
    'ORDER_CREATE',
    'SUBSCRIPTION_BILLING',
  ],
  APPROVER: [...reading, 'USER_READ', 'APPROVAL_DECIDE', 'APPROVAL_POLICY_READ'],
  ORDER_DESK: [
    ...reading,
    'USER_READ',
    'ORDER_FULFIL',
    'PROVISIONING_REVEAL',
    'ORDER_CANCEL_ANY',
    'EVENT_READ',
  ],
  FINANCE: [
    ...reading,
    'SUBSCRIPTION_BILLING',
    'ORGANIZATION_HOLD',
    'NUMBER_SERIES_WRITE',
    'PRICE_READ',
    'PRICE_WRITE',
    'PRICE_COST_READ',
    'APPROVAL_POLICY_READ',
    'USER_READ',
    'EVENT_READ',
  ],
  CUSTOMER_ADMIN: [...reading],
  CUSTOMER_APPROVER: [...reading, 'APPROVAL_DECIDE'],
  INTEGRATION: [],
}

/** Roles whose holders may decide approvals. */
export const decidingRoles: readonly string[] = Object.entries(permissionsOf)
  .filter(([, permissions]) => permissions.includes('APPROVAL_DECIDE'))
  .map(([role]) => role)

const platformOwn: ReadonlySet<Permission> = new Set(['OPERATE', 'OPERATIONS_READ', 'CATALOG_WRITE'])

/** Scopes that an API key may carry: everything but the platform's own. */
export const grantableScopes: readonly Permission[] = Object.values(Permission).filter(
  (permission) => !platformOwn.has(permission),
)
