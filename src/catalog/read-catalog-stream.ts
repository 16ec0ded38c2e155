import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { refuse, refuseAll } from '../platform/errors.ts'
import { hasForbiddenCharacters } from '../platform/validate.ts'
import type { CatalogFileRow } from './catalog-file-row.ts'
import { headerProblems, unknownColumns, type RowProblem } from './offer-rows.rules.ts'

export type CatalogFormat = 'CSV' | 'JSON_LINES'

/** Longest line of a file. */
const mostLineBytes = 64_000

/** One record of csv-parse with its place in the file. */
interface Parsed {
  record: string[]
  info: { lines: number }
}

/**
 * Reads a catalog file row by row, as it comes: CSV (RFC 4180, comma, header first) or one JSON object a line, UTF-8.
 * Rows that cannot be read are rows with problems. Refuses what leaves no rows to speak of: a wrong header
 * (COLUMN_MISSING, COLUMN_DOUBLED, COLUMN_UNKNOWN), quotation marks that do not match (CSV_UNREADABLE), and lines without
 * end (LINE_TOO_LONG). Holds one line at a time.
 */
export function readCatalogStream(file: Readable, format: CatalogFormat): AsyncGenerator<CatalogFileRow> {
  return format === 'CSV' ? readCsv(file) : readJsonLines(file)
}

async function* readCsv(file: Readable): AsyncGenerator<CatalogFileRow> {
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: mostLineBytes,
  })
  // What breaks the file off breaks the parser off, which is read below.
  pipeline(file, parser, () => undefined)
  let columns: string[] | null = null
  try {
    for await (const parsed of parser) {
      // With `info`, which the types do not follow, each row comes with its place in the file.
      const { record, info } = parsed as Parsed
      if (columns) yield csvRow(columns, record, info.lines)
      else columns = checkedHeader(record)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error['lines'] ?? 1)
    throw refuse('CSV_UNREADABLE', `Check the quotation marks around line ${line}; nothing was imported.`, [
      'file',
      String(line),
    ])
  }
  if (!columns) checkedHeader([])
}

function checkedHeader(columns: string[]): string[] {
  refuseAll(
    headerProblems(columns).map(({ code, message, column }) => ({ code, message, path: ['file', column] })),
  )
  return columns
}

function csvRow(columns: readonly string[], record: readonly string[], line: number): CatalogFileRow {
  if (record.length !== columns.length) {
    const message = `The row has ${record.length} cells, the header ${columns.length}. Quote cells that hold commas.`
    return { line, cells: {}, problems: [{ line, column: '', code: 'ROW_WIDTH', message }] }
  }
  return rowOf(line, Object.fromEntries(columns.map((column, i) => [column, record[i] ?? ''])))
}

async function* readJsonLines(file: Readable): AsyncGenerator<CatalogFileRow> {
  let line = 0
  for await (const text of linesOf(file)) {
    line++
    if (text.trim() !== '') yield jsonRow(line, text)
  }
}

async function* linesOf(file: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of file) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length > mostLineBytes)
      throw refuse('LINE_TOO_LONG', `Put one object on a line, of at most ${mostLineBytes} characters.`, [
        'file',
      ])
  }
  yield rest + decoder.decode()
}

function jsonRow(line: number, text: string): CatalogFileRow {
  const unreadable = (code: string, message: string) => ({
    line,
    cells: {},
    problems: [{ line, column: '', code, message }],
  })
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return unreadable('JSON_UNREADABLE', 'Write one JSON object on the line.')
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    return unreadable('JSON_UNREADABLE', 'Write one JSON object on the line.')
  const columns = unknownColumns(Object.keys(read))
  if (columns.length > 0)
    return unreadable('COLUMN_UNKNOWN', `Remove or rename ${columns.map((name) => `"${name}"`).join(', ')}.`)
  return rowOf(
    line,
    Object.fromEntries(Object.entries(read).map(([column, value]) => [column, cellOf(value)])),
  )
}

/** Lists become `a|b`, as in a cell of a CSV file. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(cellOf).join('|')
  return typeof value === 'string' ? value.trim() : JSON.stringify(value)
}

function rowOf(line: number, cells: Record<string, string>): CatalogFileRow {
  const problems = Object.entries(cells).flatMap(([column, cell]): RowProblem[] =>
    hasForbiddenCharacters(cell) || cell.includes('\uFFFD')
      ? [
          {
            line,
            column,
            code: 'VALUE_UNREADABLE',
            message: 'Save the file as UTF-8, without NUL characters.',
          },
        ]
      : [],
  )
  return { line, cells: problems.length > 0 ? {} : cells, problems }
}
