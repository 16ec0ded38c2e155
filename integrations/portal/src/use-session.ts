import { useSyncExternalStore } from 'react'
import { session } from './session.ts'

/** The session of this tab; null when nobody is signed in. */
export const useSession = () => useSyncExternalStore(session.subscribe, session.read)
