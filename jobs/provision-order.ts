import { z } from 'zod'
import { beginProvisioning, type ProvisioningTask } from '../src/subscriptions/begin-provisioning.ts'
import type { ProvisionOutcome } from '../src/subscriptions/cloud-provider.ts'
import { completeProvisioning } from '../src/subscriptions/complete-provisioning.ts'
import { textWithoutSecrets, withoutSecrets } from '../src/subscriptions/without-secrets.rules.ts'
import { providerFor } from '../src/subscriptions/provider-for.ts'
import type { JobToAdd } from './add-jobs.ts'
import { defineJob, type JobRun } from './job.ts'

const name = 'provisioning'
/** How many lines of one order are asked for at a time. */
const atOnce = 5
const firstWaitMs = 2000
const longestWaitMs = 600_000

const data = z.object({
  sellerId: z.string(),
  /** The order. */
  subjectId: z.string(),
  /** How often open lines were asked about; 0 for the first job. */
  round: z.int().default(0),
  /** Id of the first job. */
  first: z.string().optional(),
})

function cleanedError(error: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return error
  return new Error(textWithoutSecrets(error instanceof Error ? error.message : String(error), secrets))
}

async function ask(task: ProvisioningTask, providers: JobRun['providers']): Promise<ProvisionOutcome> {
  const provider = providerFor(providers, task.vendorKey)
  if (!provider) throw new Error(`No provider for vendor ${task.vendorKey}, though one was found before`)
  const { request, reconcileKey } = task
  try {
    const before = reconcileKey === null ? null : await provider.lookup(reconcileKey)
    if (before && !nothingDone.has(before.state)) return withoutSecrets(before, task.secrets)
    const earlier = task.askFirst ? await provider.lookup(request.idempotencyKey) : null
    if (earlier) return withoutSecrets(earlier, task.secrets)
    const outcome = await ('change' in request ? provider.change(request) : provider.provision(request))
    return withoutSecrets(outcome, task.secrets)
  } catch (error) {
    // An adapter that throws after all: what it says is stored with the job.
    throw cleanedError(error, task.secrets)
  }
}

/** After these an attempt of its own may be begun. */
const nothingDone: ReadonlySet<ProvisionOutcome['state']> = new Set(['FAILED', 'INFORMATION_REQUIRED'])

/** Asks about open lines again: soon at first, every ten minutes in the end. */
function nextRound(given: z.infer<typeof data>, jobId: string): JobToAdd {
  const first = given.first ?? jobId
  const round = given.round + 1
  return {
    job: { name },
    data: { ...given, first, round },
    options: {
      jobId: `${first}.${round}`,
      delay: Math.min(firstWaitMs * 2 ** Math.min(given.round, 20), longestWaitMs),
    },
  }
}

/**
 * Has an order's lines delivered: claims them, asks their providers outside any transaction, stores each answer. Each
 * line's status and attempt under the order's lock are the fence; the attempt is also the provider's idempotency key.
 */
export const provisionOrderJob = defineJob({
  name,
  data,
  concurrency: 8,
  mode: 'conducts',
  async run(_ctx, given, { transact, enqueue, providers, starts, jobId }) {
    const orderId = given.subjectId
    const hasProvider = (vendorKey: string) => providerFor(providers, vendorKey) !== null
    const takeOver = starts > 1 || given.round > 0
    const tasks = await transact((unit) => beginProvisioning(unit, { orderId, hasProvider, takeOver }))
    const states: string[] = []
    const provision = async (task: ProvisioningTask) => {
      const outcome = await ask(task, providers)
      const { lineNumber, attempt } = task
      const result = { orderId, lineNumber, attempt, outcome }
      states.push(await transact((unit) => completeProvisioning(unit, result)))
    }
    for (let at = 0; at < tasks.length; at += atOnce)
      await Promise.all(tasks.slice(at, at + atOnce).map(provision))
    if (states.includes('OPEN')) await enqueue([nextRound(given, jobId)])
  },
})
