const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

// CLDR names these too, but ISO 3166-1 does not list them. Kosovo's XK stays: invoices are addressed with it.
const noCountries = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))

/** True for an ISO 3166-1 alpha-2 code in upper case that is in use today: `GB`, not `UK` or `DD`. */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || noCountries.has(code)) return false
  return names.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code
}

/** True for an IANA time zone such as `Europe/Berlin`; offsets such as `+01:00` are none, because they know no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
