import type { Queue } from '../platform/queues.ts'
import { soon } from './soon.ts'

const patienceMs = 2_000

const nameOf = (line: string) => /^(?:# (?:HELP|TYPE) )?([\w:]+)/.exec(line)?.[1] ?? ''

/**
 * The jobs of every queue by state, in Prometheus' text format. Each queue brings the same comments; a parser wants
 * them once, followed by all series of the name. A queue that does not answer is left out.
 */
export async function queueMetrics(queues: readonly Queue[]): Promise<string[]> {
  const answers = await Promise.allSettled(
    queues.map((queue) => soon(queue.exportPrometheusMetrics(), patienceMs)),
  )
  const lines = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.split('\n') : []))
  const byName = Map.groupBy(
    // The blank between two labels is allowed, and not understood by every parser.
    lines.filter((line) => line !== '').map((line) => line.replaceAll('", ', '",')),
    nameOf,
  )
  return [...byName.values()].flatMap((group) => {
    const comments = group.filter((line) => line.startsWith('#'))
    return [...new Set(comments), ...group.filter((line) => !line.startsWith('#'))]
  })
}
