/** Units of measure by what catalogs call them, as UN/ECE Recommendation 20 codes them. */
const UNIT_CODES: Readonly<Record<string, string>> = {
  KB: '2P',
  MB: '4L',
  GB: 'E34',
  TB: 'E35',
  MINUTE: 'MIN',
  HOUR: 'HUR',
  DAY: 'DAY',
  MONTH: 'MON',
  YEAR: 'ANN',
  KWH: 'KWH',
}

/** The code of a unit; what is counted in pieces, such as seats, users and devices, is `C62`: one. */
export function unitCode(unitOfMeasure: string): string {
  return UNIT_CODES[unitOfMeasure.trim().toUpperCase()] ?? 'C62'
}
