import { createHash } from 'node:crypto'
import { Transform, type Readable } from 'node:stream'
import type { Express, Request } from 'express'
import type { CatalogFileRow } from '../catalog/catalog-file-row.ts'
import { beginUpload, type Upload } from '../catalog/begin-upload.ts'
import { finishUpload } from '../catalog/finish-upload.ts'
import { readCatalogStream, type CatalogFormat } from '../catalog/read-catalog-stream.ts'
import { storeUploadRows } from '../catalog/store-upload-rows.ts'
import { refuse } from '../platform/errors.ts'
import { transact } from '../platform/transact.ts'
import { answerProblem } from './answer-problem.ts'
import type { ApiCtx } from './api-ctx.ts'
import { contextOfRequest, type ApiParts } from './request-context.ts'

const rowsAtOnce = 1000
const mostRows = 5_000_000

const formats: Record<string, CatalogFormat> = {
  'text/csv': 'CSV',
  'application/x-ndjson': 'JSON_LINES',
  'application/jsonl': 'JSON_LINES',
}

/** The bytes as they are, and the hash of those that have passed. */
function hashed(file: Readable): { file: Readable; sha256: () => string } {
  const hash = createHash('sha256')
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  file.on('error', (error) => tap.destroy(error))
  file.on('aborted', () => tap.destroy(new Error('the upload broke off')))
  return { file: file.pipe(tap), sha256: () => hash.digest('hex') }
}

async function* inParts(rows: AsyncIterable<CatalogFileRow>): AsyncGenerator<CatalogFileRow[]> {
  let part: CatalogFileRow[] = []
  for await (const row of rows) {
    part.push(row)
    if (part.length < rowsAtOnce) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** Stores a file row by row, holding no more than one part of it; answers the import that it begins. */
async function receive(
  ctx: ApiCtx,
  upload: Upload,
  file: { bytes: Readable; format: CatalogFormat },
): Promise<string> {
  const { file: bytes, sha256 } = hashed(file.bytes)
  let rowCount = 0
  for await (const rows of inParts(readCatalogStream(bytes, file.format))) {
    rowCount += rows.length
    if (rowCount > mostRows)
      throw refuse('FILE_TOO_LONG', `Send at most ${mostRows} rows; split the file.`, ['file'])
    if (!upload.activityId)
      await transact(ctx, (unit) => storeUploadRows(unit, { uploadId: upload.id, rows }))
  }
  const hash = sha256()
  if (!upload.activityId) {
    const whole = { uploadId: upload.id, sha256: hash, rowCount }
    return (await transact(ctx, (unit) => finishUpload(unit, whole))).id
  }
  if (hash !== upload.sha256)
    throw refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used with another file. Use a new key.', [
      'idempotencyKey',
    ])
  return upload.activityId
}

async function upload(parts: ApiParts, request: Request): Promise<string> {
  const ctx = await contextOfRequest(parts, request)
  const format = formats[(request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '']
  if (!format)
    throw refuse(
      'MEDIA_TYPE_UNKNOWN',
      `Send the file with Content-Type ${Object.keys(formats).join(' or ')}.`,
    )
  const key = request.headers['idempotency-key']
  const input = {
    format,
    dryRun: request.query['dryRun'] === 'true',
    idempotencyKey: typeof key === 'string' ? key : null,
  }
  const begun = await transact(ctx, (unit) => beginUpload(unit, input))
  return receive(ctx, begun, { bytes: request, format })
}

/**
 * Serves `POST /catalog/imports`: a catalog file as the body, `text/csv` or `application/x-ndjson`, as long as it likes.
 * `Authorization: Bearer`, `Idempotency-Key`, `?dryRun=true`. Answers 202 with the activity that imports it.
 */
export function serveCatalogUploads(app: Express, parts: ApiParts): void {
  app.post('/catalog/imports', (request, response) => {
    upload(parts, request).then(
      (id) => void response.status(202).json({ activity: { id } }),
      (error: unknown) => {
        // What is not read any more must not keep the connection.
        if (!response.headersSent) response.set('connection', 'close')
        answerProblem(parts.log, response, error)
      },
    )
  })
}
