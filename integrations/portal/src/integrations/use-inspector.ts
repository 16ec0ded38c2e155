import { useCallback, useEffect, useState } from 'react'
import { useSession } from '../use-session.ts'

/** A request that came in at the inspector, as the server tells it. */
export interface InspectedRequest {
  id: string
  receivedAt: string
  method: string
  path: string
  headers: Array<{ name: string; value: string }>
  body: string
  isTruncated: boolean
  verdict: 'VALID' | 'INVALID' | 'UNSIGNED' | 'UNKNOWN_ENDPOINT'
  endpointId: string | null
  answered: number
}

interface Told {
  url: string
  requests: InspectedRequest[]
}

interface Refused {
  errors: Array<{ message: string }>
}

const lookMs = 1500

/**
 * What came in at the address of the viewer's reseller, looked at again and again. It stands beside the public schema: only a
 * server that somebody tries has it.
 */
export function useInspector() {
  const token = useSession()?.token ?? ''
  const [told, setTold] = useState<Told | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = useCallback(
    async (method: 'GET' | 'DELETE') => {
      try {
        const answer = await fetch('/inspect', { method, headers: { authorization: `Bearer ${token}` } })
        const body: Partial<Told & Refused> =
          answer.status === 204 ? {} : ((await answer.json()) as Partial<Told & Refused>)
        const { url, requests, errors } = body
        setProblem(errors?.[0]?.message ?? null)
        if (url && requests) setTold({ url, requests })
        else if (answer.ok) setTold((before) => before && { ...before, requests: [] })
      } catch {
        // Without an answer there is no sentence of the server's: the page has its own.
        setProblem('')
      }
    },
    [token],
  )
  useEffect(() => {
    void ask('GET')
    const timer = setInterval(() => {
      if (!document.hidden) void ask('GET')
    }, lookMs)
    return () => clearInterval(timer)
  }, [ask])
  return { told, problem, again: () => void ask('GET'), forget: () => void ask('DELETE') }
}
