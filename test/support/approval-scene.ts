import type { ApiClient, Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, type Draft } from './ordering.ts'
import { ownersRows } from './owner-secrets.ts'

/** An order that waits for approvers, and its request as they first saw it. */
export interface Pending {
  draft: Draft
  approval: Json
}

/** A reseller of the demo data whose orders need approval, and its people as clients of the API. */
export class ApprovalScene {
  sales!: ApiClient
  admin!: ApiClient
  second!: ApiClient
  approver!: ApiClient
  buyer: Json
  offer: Json
  sellerId = ''

  private constructor(readonly app: TestApp) {}

  static async open(app: TestApp): Promise<ApprovalScene> {
    const scene = new ApprovalScene(app)
    await scene.signIn()
    scene.buyer = await customer(scene.sales, 'Spreebogen')
    scene.offer = await offerOf(scene.sales, '365 business prem')
    const { viewer } = await scene.admin.ask('{ viewer { organization { id } } }')
    scene.sellerId = viewer.organization.id
    return scene
  }

  /** Again, for whoever was away for long: sessions end. */
  async signIn(): Promise<void> {
    const [sales, admin, second, approver] = await Promise.all(
      ['sales', 'admin', 'admin2', 'approver'].map((one) => this.app.signedIn(`${one}@meridian.example`)),
    )
    Object.assign(this, { sales, admin, second, approver })
  }

  async idOf(client: ApiClient): Promise<string> {
    return (await client.ask('{ viewer { id } }')).viewer.id as string
  }

  /** Makes a policy that holds at once. */
  async policy(name: string, definition: Json): Promise<Json> {
    const made = { name, definition, idempotencyKey: key() }
    return (await this.admin.done('approvalPolicyCreate', made, 'policy { id name version }')).policy
  }

  async archive(...policies: Json[]): Promise<void> {
    for (const { id: policyId } of policies)
      await this.admin.done('approvalPolicyArchive', { policyId }, 'policy { id }')
  }

  draft(client = this.sales, quantity = '5'): Promise<Draft> {
    return completeDraft(client, { customer: this.buyer, offer: this.offer, quantity })
  }

  /** What the Summary stage says of a draft. */
  async preview({ orderId }: Pick<Draft, 'orderId'>): Promise<Json> {
    const { order } = await this.sales.ask(
      `query ($id: ID!) { order(id: $id) { approvalPreview { outcome reason problem { code message }
        steps { position reasons { rule message policy { name version } }
          groups { minimumApprovals approvers { id } } } } } }`,
      { id: orderId },
    )
    return order.approvalPreview
  }

  /** An order that was submitted and routed. */
  async pending(client = this.sales): Promise<Pending> {
    const draft = await this.draft(client)
    await submit(client, draft)
    return { draft, approval: await approvalOf(this.admin, draft.orderId) }
  }

  async read({ approval }: Pick<Pending, 'approval'>): Promise<Json> {
    const { approval: read } = await this.admin.ask(
      `query ($id: ID!) { approval(id: $id) { id status version blockedSince
        steps { position status escalatedAt reasons { rule message policy { name version } }
          groups { minimumApprovals approvers { id } }
          decisions { kind decidedBy comment decidedFor { id } } } } }`,
      { id: approval.id },
    )
    return read
  }

  /** What became of the order, its request and the steps, in one line. */
  async state(pending: Pending): Promise<string> {
    const { order } = await this.sales.ask('query ($id: ID!) { order(id: $id) { status } }', {
      id: pending.draft.orderId,
    })
    const { status, steps } = await this.read(pending)
    return `${order.status} ${status}: ${steps.map((step: Json) => step.status).join(' ')}`
  }

  /** Decides on the request as it is now. */
  async decide(
    client: ApiClient,
    pending: Pending,
    { mutation = 'approvalApprove', ...more }: Json = {},
  ): Promise<Json> {
    const { version } = await this.read(pending)
    const input = {
      approvalId: pending.approval.id,
      expectedVersion: version,
      idempotencyKey: key(),
      ...more,
    }
    return client.mutate(mutation, input, 'order { status } approval { status version }')
  }

  /** Every row of the reseller, when nothing moves. */
  async rows(): Promise<Record<string, string | null>> {
    await this.app.quiet()
    return ownersRows(this.app, this.sellerId)
  }
}

/** Whoever of these is asked first must agree: one group of a step. */
export const anyOf = (ids: readonly string[], minimumApprovals = 1): Json => ({
  anyOf: ids.map((userId) => ({ kind: 'USER', userId })),
  minimumApprovals,
})

/** A policy of these steps, each of groups that must all agree. */
export const requires = (steps: ReadonlyArray<readonly Json[]>, more: Json = {}): Json => ({
  effect: 'REQUIRE_APPROVAL',
  steps: steps.map((allOf, index) => ({ position: index + 1, allOf })),
  ...more,
})
