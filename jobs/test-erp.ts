import { z } from 'zod'
import { beginErpTest } from '../src/erp/begin-erp-test.ts'
import { endErpTest } from '../src/erp/end-erp-test.ts'
import { defineJob } from './job.ts'

/** Tests a connection to an ERP, outside any transaction. Made twice, it is only read there twice. */
export const testErpJob = defineJob({
  name: 'erp-test',
  data: z.object({
    sellerId: z.string(),
    /** The connection. */
    subjectId: z.string(),
  }),
  concurrency: 4,
  mode: 'pump',
  async run(_ctx, { subjectId: connectionId }, { transact, erp }) {
    const site = erp ? await transact((unit) => beginErpTest(unit, connectionId)) : null
    if (!site || !erp) return
    const fault = await erp.test(site)
    await transact((unit) => endErpTest(unit, { connectionId, fault }))
  },
})
