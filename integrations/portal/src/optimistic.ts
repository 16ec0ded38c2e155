import type { Cache, OptimisticMutationConfig, Variables } from '@urql/exchange-graphcache'
import type { ApprovalWatcherAddInput } from './generated/operations.ts'

/** What both answer at once, as if it had worked. */
function watching(args: Variables, cache: Cache, isWatching: boolean) {
  // graphcache does not know the types of arguments, nor of what it holds: both are as the schema has them.
  const { approvalId, userId } = args['input'] as ApprovalWatcherAddInput
  const known = cache.resolve({ __typename: 'ApprovalRequest', id: approvalId }, 'watcherIds') ?? []
  const others = (known as string[]).filter((one) => one !== userId)
  const watcherIds = isWatching ? [...others, userId] : others
  return { approval: { __typename: 'ApprovalRequest', id: approvalId, watcherIds }, userErrors: [] }
}

/**
 * What is shown before the API has answered, and taken back when it refuses: watching alone. Orders, decisions, pauses
 * and credentials are facts that others act on; they are shown once they are facts.
 */
export const optimistic: OptimisticMutationConfig = {
  approvalWatcherAdd: (args, cache) => ({
    __typename: 'ApprovalWatcherAddPayload',
    ...watching(args, cache, true),
  }),
  approvalWatcherRemove: (args, cache) => ({
    __typename: 'ApprovalWatcherRemovePayload',
    ...watching(args, cache, false),
  }),
}
