import { expect } from 'vitest'
import { systemActor } from '../../src/access/actor.ts'
import { forkFor } from '../../src/access/fork-for.ts'
import type { Finding } from '../../src/audit/finding.ts'
import { verifyChain } from '../../src/audit/verify-chain.ts'
import { signingKeyOf } from '../../src/platform/signing-key.ts'
import { readOnly } from '../../src/platform/transact.ts'
import type { ApiClient, Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import {
  approvalOf,
  completeDraft,
  completeDraftBlindly,
  customer,
  key,
  offerOf,
  submitInput,
  type Draft,
} from './ordering.ts'

/** Who takes part in a race for the end of an approval. */
export interface Racers {
  app: TestApp
  sales: ApiClient
  /** Two approvers. */
  admins: [ApiClient, ApiClient]
  buyer: Json
  offer: Json
  termsVersionIds: string[]
}

/** How many try at once. */
const atOnce = 50

const endings = {
  approve: { request: 'APPROVED', told: 'order.approved', of: 'approval.completed' },
  reject: { request: 'REJECTED', told: 'order.rejected', of: 'approval.completed' },
  withdraw: { request: 'WITHDRAWN', told: 'order.withdrawn', of: 'approval.withdrawn' },
} as const
type Ending = keyof typeof endings

/** What those are told who came late. */
const late = ['APPROVAL_NOT_PENDING', 'ORDER_INVALID_TRANSITION', 'VERSION_CONFLICT']

async function attempt(
  racers: Racers,
  wanted: Draft & { approval: Json },
  at: number,
): Promise<{ ending: Ending; codes: string[] }> {
  const kinds = ['approve', 'reject', 'withdraw'] as const
  const ending = kinds[at % kinds.length] ?? 'approve'
  const { id: approvalId, version: expectedVersion } = wanted.approval
  const decision = { approvalId, expectedVersion, idempotencyKey: key() }
  const admin = racers.admins[at % 2] ?? racers.admins[0]
  const calls = {
    approve: () => admin.mutate('approvalApprove', decision, 'order { id }'),
    reject: () => admin.mutate('approvalReject', { ...decision, comment: 'No.' }, 'order { id }'),
    withdraw: () =>
      racers.sales.mutate('orderWithdraw', { orderId: wanted.orderId, reason: 'Wait.' }, 'order { id }'),
  }
  const call = async (): Promise<string[]> =>
    ((await calls[ending]()).userErrors as Json[]).map(({ code }) => code as string)
  let codes = await call()
  // Nothing was done while it waited for a lock: it says the same again, as it is told to.
  for (let repeats = 0; codes[0] === 'BUSY' && repeats < 20; repeats++) codes = await call()
  return { ending, codes }
}

/** The types of what was told of the end of it, of request and order. */
async function toldOf({ app }: Racers, ids: string[]): Promise<string[]> {
  const rows = await app.sql<{ type: string }>(
    `SELECT type FROM outbox_event WHERE subject_id = ANY ($1) AND type = ANY ($2) ORDER BY type`,
    [ids, ['approval.decision_recorded', ...Object.values(endings).flatMap(({ told, of }) => [told, of])]],
  )
  return rows.map(({ type }) => type)
}

/** One order, fifty who want to end its approval at once in three ways: one succeeds, the others are told why not. */
async function raceRound(racers: Racers): Promise<Ending> {
  const { app, sales, admins, buyer, offer, termsVersionIds } = racers
  const draft = await completeDraftBlindly(sales, { customer: buyer, offer, termsVersionIds })
  await sales.done('orderSubmit', submitInput(draft), 'order { id }')
  const approval = await approvalOf(admins[0], draft.orderId)
  const all = Array.from({ length: atOnce }, (_, at) => attempt(racers, { ...draft, approval }, at))
  const answers = await Promise.all(all)
  const winners = answers.filter(({ codes }) => codes.length === 0)
  expect(winners).toHaveLength(1)
  for (const { codes } of answers.filter((one) => one.codes.length > 0)) {
    expect(codes).toHaveLength(1)
    expect(late).toContain(codes[0])
  }
  const ending = winners[0]?.ending ?? 'approve'
  const { request, told, of } = endings[ending]
  const [row] = await app.sql<{ status: string; decisions: number }>(
    `SELECT status, (SELECT count(*)::int FROM approval_decision d WHERE d.request_id = r.id) AS decisions
     FROM approval_request r WHERE id = $1`,
    [approval.id],
  )
  const decisions = ending === 'withdraw' ? 0 : 1
  expect(row).toEqual({ status: request, decisions })
  const recorded = decisions === 1 ? ['approval.decision_recorded'] : []
  expect(await toldOf(racers, [approval.id, draft.orderId])).toEqual([...recorded, of, told].toSorted())
  return ending
}

/** The product with everybody who takes part signed in. */
export async function openRace(app: TestApp): Promise<Racers> {
  const sales = await app.signedIn('sales@meridian.example')
  const admins: Racers['admins'] = [
    await app.signedIn('admin@meridian.example'),
    await app.signedIn('admin2@meridian.example'),
  ]
  const buyer = await customer(sales, 'Spreebogen')
  const offer = await offerOf(sales, '365 business prem')
  const { termsVersionIds } = await completeDraft(sales, { customer: buyer, offer })
  return { app, sales, admins, buyer, offer, termsVersionIds }
}

/** Runs so many rounds, and finds the audit chain of the seller unbroken; answers how often each ending won. */
export async function runRace(racers: Racers, rounds: number): Promise<Partial<Record<Ending, number>>> {
  const wins: Partial<Record<Ending, number>> = {}
  for (let round = 0; round < rounds; round++) {
    const ending = await raceRound(racers)
    wins[ending] = (wins[ending] ?? 0) + 1
  }
  await racers.app.quiet()
  expect(await chainFindings(racers.app)).toEqual([])
  return wins
}

async function chainFindings({ resources, sql }: TestApp): Promise<Finding[]> {
  const { orm, keys } = resources
  const [seller] = await sql<{ id: string }>(
    "SELECT seller_id AS id FROM app_user WHERE email = 'sales@meridian.example'",
  )
  const sellerId = seller?.id ?? ''
  const em = forkFor(orm.em.fork(), systemActor({ id: sellerId, ancestors: [] }))
  const findings: Finding[] = []
  const chain = { sellerId, exported: [], keys: [signingKeyOf(keys.signing)], now: new Date() }
  const { entries } = await verifyChain(
    (work) => readOnly({ em }, work),
    chain,
    (one) => findings.push(one),
  )
  expect(entries).toBeGreaterThan(0)
  return findings
}
