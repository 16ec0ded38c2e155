import { html, type Html } from '../platform/html.ts'

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** A length of time in its two largest units: `3 h 12 min`. */
export function ago(milliseconds: number): string {
  const rest = Math.max(0, milliseconds)
  const first = units.findIndex(([, length]) => rest >= length)
  if (first < 0) return '0 s'
  const parts = units.slice(first, first + 2).map(([unit, length], index) => {
    const within = index === 0 ? rest : rest % (units[first]?.[1] ?? length)
    return { count: Math.floor(within / length), unit }
  })
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ')
}

/** An instant in UTC, and how long ago that was. */
export function instant(at: Date, now: Date): Html {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>
    <small>(${ago(now.getTime() - at.getTime())} ago)</small>`
}
