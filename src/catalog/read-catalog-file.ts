import { Readable } from 'node:stream'
import { refuse } from '../platform/errors.ts'
import type { CatalogFileRow } from './catalog-file-row.ts'
import { readCatalogStream, type CatalogFormat } from './read-catalog-stream.ts'

/** Most rows of one request. */
const mostRows = 20_000

/** Reads a whole, small file. Refuses what `readCatalogStream` refuses, and what is too long (FILE_TOO_LONG). */
export async function readCatalogFile(text: string, format: CatalogFormat): Promise<CatalogFileRow[]> {
  const rows: CatalogFileRow[] = []
  for await (const row of readCatalogStream(Readable.from([Buffer.from(text)]), format)) {
    rows.push(row)
    if (rows.length > mostRows)
      throw refuse(
        'FILE_TOO_LONG',
        `Send at most ${mostRows} rows in a request; POST longer files to /catalog/imports.`,
        ['file'],
      )
  }
  return rows
}
