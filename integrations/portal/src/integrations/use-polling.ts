import { useEffect } from 'react'
import type { OperationContext } from 'urql'

/** Asks the server again every so often while `isOn`, and only while somebody looks at the page. */
export function usePolling(
  again: (context?: Partial<OperationContext>) => void,
  isOn: boolean,
  everyMs: number,
): void {
  useEffect(() => {
    if (!isOn) return
    const timer = setInterval(() => {
      if (!document.hidden) again({ requestPolicy: 'network-only' })
    }, everyMs)
    return () => clearInterval(timer)
  }, [again, isOn, everyMs])
}
