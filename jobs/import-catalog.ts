import { continueAs } from '../src/access/fork-for.ts'
import { importUploadPart } from '../src/catalog/import-upload-part.ts'
import { defineJob } from './job.ts'
import { orderJobData } from './order-job.ts'

/**
 * Imports a catalog file that was received, part by part, each in a transaction of its own: whoever orders meanwhile
 * waits for none of them for long, and a start that dies loses one part. It writes the platform's catalog as the operator
 * whose permission was asked for when the file was sent.
 */
export const importCatalogJob = defineJob({
  name: 'catalog-import',
  data: orderJobData,
  concurrency: 1,
  mode: 'conducts',
  deadlineMs: 30 * 60_000,
  async run(_ctx, { subjectId }, { transact, signal }) {
    const part = () =>
      transact(async (unit) => {
        const operator = await continueAs(unit, { ...unit.actor, roles: ['PLATFORM_OPERATOR'] })
        return importUploadPart(operator, subjectId)
      })
    while (await part()) signal.throwIfAborted()
  },
})
