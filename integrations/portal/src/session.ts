const name = 'countersign.portal'
const listeners = new Set<() => void>()

interface Session {
  token: string
  /** The organization that the person works for now; null: all of them. */
  organization: { id: string; name: string } | null
}

function read(): Session | null {
  const kept = sessionStorage.getItem(name)
  return kept ? (JSON.parse(kept) as Session) : null
}

let current = read()

function keep(session: Session | null): void {
  current = session
  if (session) sessionStorage.setItem(name, JSON.stringify(session))
  else sessionStorage.removeItem(name)
  for (const listener of listeners) listener()
}

/**
 * The session of this tab. It lives in sessionStorage: it outlives a reload but not the tab, other tabs do not see it, and
 * the browser sends it nowhere by itself, so no foreign page can act with it.
 */
export const session = {
  read: (): Session | null => current,
  begin: (token: string): void => keep({ token, organization: null }),
  end: (): void => keep(null),
  workFor: (organization: Session['organization']): void => {
    if (current) keep({ ...current, organization })
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
