import type { WebhookFilter } from './webhook-filter.rules.ts'
import type { WebhookFilterTree } from './webhook-filter.view.ts'

/** A filter as it is stored, once `webhookFilterProblems` has found nothing. */
export function readWebhookFilter({
  all,
  any,
  not,
  path,
  operator,
  values,
}: WebhookFilterTree): WebhookFilter {
  if (all) return { all: all.map(readWebhookFilter) }
  if (any) return { any: any.map(readWebhookFilter) }
  if (not) return { not: readWebhookFilter(not) }
  // What is missing was refused before.
  return { path: path ?? '', operator: operator ?? 'EXISTS', values: values ?? [] }
}
