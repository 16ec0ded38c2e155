import type { SignatureVerdict } from '../webhooks/judge-signature.ts'

/** A request as it came in, and what was thought of it. */
export interface InspectedRequest {
  id: string
  /** ISO 8601. */
  receivedAt: string
  method: string
  /** Path and query. */
  path: string
  headers: Array<{ name: string; value: string }>
  /** As text; at most `longestBody` characters of it. */
  body: string
  isTruncated: boolean
  verdict: SignatureVerdict
  /** The endpoint whose secret was asked; null when none has this address. */
  endpointId: string | null
  /** The status that it was answered with. */
  answered: number
}

/** What the memory of one process holds. */
export interface InspectedRequests {
  keep(sellerId: string, request: Omit<InspectedRequest, 'isTruncated'>): void
  /** Newest first. */
  of(sellerId: string): readonly InspectedRequest[]
  forget(sellerId: string): void
}

const mostOfSeller = 50
const mostSellers = 100
const longestBody = 64 * 1024

/** Keeps the last 50 requests of each seller, in the memory of this process alone: they end with it. */
export function inspectedRequests(): InspectedRequests {
  const bySeller = new Map<string, InspectedRequest[]>()
  return {
    keep(sellerId, request) {
      const { body } = request
      const kept = { ...request, body: body.slice(0, longestBody), isTruncated: body.length > longestBody }
      const list = [kept, ...(bySeller.get(sellerId) ?? [])].slice(0, mostOfSeller)
      // Set anew, so that the first key is whoever was told longest ago.
      bySeller.delete(sellerId)
      bySeller.set(sellerId, list)
      const [oldest] = bySeller.keys()
      if (bySeller.size > mostSellers && oldest !== undefined) bySeller.delete(oldest)
    },
    of: (sellerId) => bySeller.get(sellerId) ?? [],
    forget: (sellerId) => void bySeller.delete(sellerId),
  }
}
