const two = (value: number) => `${value}`.padStart(2, '0')

/** A moment as a field of date and time writes it, in the reader's time zone. */
export function localMoment(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What such a field says, as an instant; null when it is empty. */
export const instantOf = (local: string): string | null => (local ? new Date(local).toISOString() : null)
