import { reportOperation } from '../src/platform/report-operation.ts'
import type { JobParts } from './parts.ts'

/** Reports of runs that started something again are kept for so long back; of the others the newest alone. */
const keptRepairs = 50

/** Tells everybody what one run of the reconciler started again, by kind of work. */
export async function reportRepairs(parts: JobParts, repairs: ReadonlyMap<string, number>): Promise<void> {
  const { root, clock } = parts
  parts.meter?.reconciled(repairs)
  const at = clock.now()
  const outcome = { started: Object.fromEntries(repairs) }
  await reportOperation(root, { kind: 'reconciler.run', at, outcome, keep: 1 })
  if (repairs.size > 0)
    await reportOperation(root, { kind: 'reconciler.repair', at, outcome, keep: keptRepairs })
}
