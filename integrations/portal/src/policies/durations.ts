/** What a time is counted in, from the smallest. */
export const units = ['minutes', 'hours', 'days'] as const
export type Unit = (typeof units)[number]

const minutesOf = { minutes: 1, hours: 60, days: 1440 } as const

/** How long an ISO 8601 duration of days, hours and minutes is, in the largest unit that tells it exactly; null for others. */
export function lengthOf(text: string): { amount: string; unit: Unit } | null {
  const [found, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? []
  const total = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes)
  if (found === undefined || total === 0) return null
  const unit = units.findLast((one) => total % minutesOf[one] === 0) ?? 'minutes'
  return { amount: String(total / minutesOf[unit]), unit }
}

/** The ISO 8601 duration of so many; empty for none. What is no number is left for the API to refuse. */
export function durationOf(amount: string, unit: Unit): string {
  if (amount === '') return ''
  switch (unit) {
    case 'days':
      return `P${amount}D`
    case 'hours':
      return `PT${amount}H`
    case 'minutes':
      return `PT${amount}M`
  }
}
