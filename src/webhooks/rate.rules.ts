/** Tokens of an endpoint's rate, and when they were counted (ISO instant). */
export type Bucket = { readonly tokens: number; readonly at: string }

/** A wait for tokens is worth a look once a quarter of a second's have come. */
const WORTH = 0.25

/** What is in the bucket now: it fills evenly, and holds what one second brings. Null: full. */
export function filled(bucket: Bucket | null, perSecond: number, now: Date): Bucket {
  const at = now.toISOString()
  if (bucket === null) return { tokens: perSecond, at }
  const seconds = Math.max(0, now.getTime() - new Date(bucket.at).getTime()) / 1000
  return { tokens: Math.min(perSecond, bucket.tokens + seconds * perSecond), at }
}

/** The bucket without what was taken. */
export function taken(bucket: Bucket, count: number): Bucket {
  return { ...bucket, tokens: bucket.tokens - count }
}

/** When an empty bucket is worth another look. */
export function refilledAt(bucket: Bucket, perSecond: number): Date {
  const needed = Math.max(1, perSecond * WORTH) - bucket.tokens
  return new Date(new Date(bucket.at).getTime() + Math.max(1, Math.ceil((needed / perSecond) * 1000)))
}
