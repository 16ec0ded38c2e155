import { CsvError, parse } from 'csv-parse/sync'
import { refuse, refuseAll } from '../platform/errors.ts'
import { headerProblems, type RowProblem } from './offer-rows.rules.ts'

/** Most rows of one file. */
const mostRows = 20_000

/** One line of the file, by column. */
export interface FileRow {
  line: number
  cells: Record<string, string>
}

interface Parsed {
  record: string[]
  info: { lines: number }
}

/**
 * Takes a CSV file (RFC 4180, comma, header first, UTF-8) apart into rows by column. Rows of another width are listed.
 * Refuses a file whose quotation marks do not match (CSV_UNREADABLE: where the next row begins is then unknown), whose
 * header is wrong (COLUMN_MISSING, COLUMN_DOUBLED, COLUMN_UNKNOWN), or that is too long (CSV_TOO_LONG).
 */
export function readCatalogFile(csv: string): { rows: FileRow[]; problems: RowProblem[] } {
  const problems: RowProblem[] = []
  const parsed = parsedRows(csv)
  const [header, ...records] = parsed
  const columns = header?.record ?? []
  refuseAll(
    headerProblems(columns).map(({ code, message, column }) => ({ code, message, path: ['csv', column] })),
  )
  if (records.length > mostRows)
    throw refuse('CSV_TOO_LONG', `Send at most ${mostRows} rows at once; split the file.`, ['csv'])
  const rows: FileRow[] = []
  for (const { record, info } of records) {
    const line = info.lines
    if (record.length === columns.length)
      rows.push({ line, cells: Object.fromEntries(columns.map((column, i) => [column, record[i] ?? ''])) })
    else {
      const message = `The row has ${record.length} cells, the header ${columns.length}. Quote cells that hold commas.`
      problems.push({ line, column: '', code: 'ROW_WIDTH', message })
    }
  }
  return { rows, problems }
}

function parsedRows(csv: string): Parsed[] {
  try {
    const parsed: unknown = parse(csv, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    })
    // With `info`, which the types do not follow, each row comes with its place in the file.
    return parsed as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error['lines'] ?? 1)
    throw refuse('CSV_UNREADABLE', `Check the quotation marks around line ${line}; nothing was imported.`, [
      'csv',
      String(line),
    ])
  }
}
