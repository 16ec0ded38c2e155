import { createContext, use, type ReactNode } from 'react'
import { useSubscription } from 'urql'
import { ApprovalInboxDocument, type ApprovalInboxSubscription } from '../generated/operations.ts'
import { useViewer } from './use-viewer.ts'

type Inbox = ApprovalInboxSubscription['approvalInboxChanged'] | null

const InboxContext = createContext<Inbox>(null)

/** Hears what waits for the viewer, once for all that shows it. */
export function InboxProvider({ children }: { children: ReactNode }) {
  const { may } = useViewer()
  const [{ data }] = useSubscription({ query: ApprovalInboxDocument, pause: !may('APPROVAL_DECIDE') })
  return <InboxContext value={data?.approvalInboxChanged ?? null}>{children}</InboxContext>
}

/** What waits for the viewer's decision, as of now; null until it is known, and for whoever decides nothing. */
export const useInbox = (): Inbox => use(InboxContext)
