import { UnrecoverableError, type Job } from 'bullmq'
import { errorName } from '../src/platform/error-name.ts'
import { RunAgain } from '../src/platform/queues.ts'
import type { JobDefinition } from './job.ts'
import type { JobParts } from './parts.ts'

/** One start of a job, seen from outside. */
export interface JobWatch {
  /** Its span; undefined where nothing is traced. */
  traceparent: string | undefined
  /** It has ended, in order or by what it threw. */
  end(error?: unknown): void
}

function outcomeOf(error: unknown): 'DONE' | 'AGAIN' | 'GIVEN_UP' {
  if (error === undefined) return 'DONE'
  return error instanceof UnrecoverableError ? 'GIVEN_UP' : 'AGAIN'
}

/** Whose error it is that makes a job run again. */
const causeOf = (error: unknown) => (error instanceof RunAgain && error.cause ? error.cause : error)

/**
 * Traces and measures one start of a job. Its span follows from what asked for it. A pump serves many traces at once, and
 * has no span of its own: what it does has.
 */
export function watchJob(parts: JobParts, definition: JobDefinition, job: Job): JobWatch {
  const begun = performance.now()
  const { sellerId, traceparent } = Object(job.data) as { sellerId?: unknown; traceparent?: unknown }
  const tracing = definition.mode === 'pump' ? undefined : parts.tracing
  const span = tracing?.begin({
    name: `job ${definition.name}`,
    kind: 'CONSUMER',
    parent: typeof traceparent === 'string' ? traceparent : null,
    attributes: {
      'countersign.queue': definition.name,
      'countersign.job.id': String(job.id).slice(0, 200),
      ...(typeof sellerId === 'string' ? { 'countersign.seller.id': sellerId.slice(0, 80) } : {}),
    },
  })
  return {
    traceparent: span?.traceparent,
    end(error) {
      parts.meter?.job(definition.name, outcomeOf(error), (performance.now() - begun) / 1000)
      if (error !== undefined) span?.fail(errorName(causeOf(error)))
      span?.end()
    },
  }
}
