import { z } from 'zod'
import { anchorHead } from '../src/audit/anchor-head.ts'
import { exportAnchor } from '../src/audit/export-anchor.ts'
import { defineJob } from './job.ts'

/**
 * Signs the head of a seller's audit chain and hands it out of the database. The line stands in the file before the
 * anchor is committed: of an anchor without a line nobody outside would know.
 */
export const anchorAuditJob = defineJob({
  name: 'audit-anchor',
  data: z.object({ sellerId: z.string() }),
  concurrency: 2,
  mode: 'wake',
  async run(ctx, _data, { auditExportFile }) {
    const anchor = await anchorHead(ctx)
    if (!anchor) return
    await exportAnchor(auditExportFile, anchor)
    ctx.log.info({ anchor }, 'audit: head signed')
  },
})
