import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anchorAuditJob } from '../../jobs/anchor-audit.ts'
import { purgeJob } from '../../jobs/purge.ts'
import { startDueJobs } from '../../jobs/timetable.ts'
import { anchorText, type Anchor } from '../../src/audit/anchor.ts'
import { readAnchorFile } from '../../src/audit/read-anchor-file.ts'
import { signingKeyOf } from '../../src/platform/signing-key.ts'
import { headOf, recordEvents } from '../audit/audit-fixture.ts'
import { backends, startApp } from '../support/app.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { platformId } from '../../src/organizations/ensure-platform.ts'
import { standingClock } from '../support/small-world.ts'
import { addSeller } from '../support/seller.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

describe.each(backends())('a server with workers on %s queues', (backend) => {
  it('signs all heads when it starts', async () => {
    const app = await startApp({ backend })
    const unsigned = () => app.sql('SELECT 1 FROM gate.moved_audit_heads()')
    for (let tries = 0; tries < 200 && (await unsigned()).length > 0; tries++) await sleep(50)

    expect(await unsigned()).toEqual([])
    const heads = await app.sql('SELECT seller_id, last_sequence FROM audit_chain ORDER BY 1')
    expect(heads).toHaveLength(4)
    const anchors = await app.sql('SELECT seller_id, sequence AS last_sequence FROM audit_anchor ORDER BY 1')
    expect(anchors).toEqual(heads)
    expect((await readAnchorFile(app.resources.config.auditExportFile)).anchors).toHaveLength(4)
    await app.close()
  })
})

describe('the timetable', () => {
  const clock = standingClock('2026-11-23T09:00:00.000Z')
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-anchors-'))
  const auditExportFile = path.join(folder, 'elsewhere', 'anchors.jsonl')
  let verbs: VerbHarness
  let jobs: JobHarness
  let other: JobHarness

  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    for (const id of [platformId, 'org_a', 'org_b']) await addSeller(verbs, id)
    const given = { clock, auditExportFile, definitions: [anchorAuditJob, purgeJob] }
    jobs = await openJobs(verbs, given)
    other = await openJobs(verbs, given)
  })
  afterAll(async () => {
    await jobs.close()
    await other.close()
    await verbs.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const waiting = async () =>
    (await jobs.parts.queues.queue('audit-anchor').getJobs(['waiting'])).map(({ id }) => String(id))
  const exported = async () =>
    existsSync(auditExportFile) ? (await readAnchorFile(auditExportFile)).anchors : []
  const stored = () =>
    verbs.sql<{ seller_id: string; sequence: string }>(
      'SELECT seller_id, sequence FROM audit_anchor ORDER BY 1, 2',
    )

  it('signs each head that moved, once, however many processes look at it', async () => {
    await recordEvents(verbs, 'org_a', 3)
    await recordEvents(verbs, 'org_b', 2)
    await Promise.all([startDueJobs(jobs.parts), startDueJobs(other.parts), startDueJobs(jobs.parts)])
    expect(await waiting()).toHaveLength(2)
    await jobs.settle()
    await other.settle()

    expect(await stored()).toEqual([
      { seller_id: 'org_a', sequence: '3' },
      { seller_id: 'org_b', sequence: '2' },
    ])
    const head = await headOf(verbs, 'org_a')
    const anchor = (await exported()).find(({ sellerId }) => sellerId === 'org_a') as Anchor
    const key = signingKeyOf(verbs.keys.signing)
    expect(anchor).toEqual({
      sellerId: 'org_a',
      sequence: '3',
      headHash: head?.head_hash,
      signedAt: '2026-11-23T09:00:00.000Z',
      signingKeyId: key.id,
      signature: key.sign(anchorText(anchor)),
    })
    expect(await exported()).toHaveLength(2)
  })

  it('signs nothing while nothing moves, and signs again in the next slot what did', async () => {
    clock.set('2026-11-23T09:10:00.000Z')
    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(await stored()).toHaveLength(2)

    await recordEvents(verbs, 'org_b', 1)
    clock.set('2026-11-23T09:19:59.000Z')
    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(await stored()).toContainEqual({ seller_id: 'org_b', sequence: '3' })
    expect(await stored()).toHaveLength(3)
    expect(await exported()).toHaveLength(3)
  })

  it('has its jobs again after the queue was wiped', async () => {
    await recordEvents(verbs, 'org_a', 1)
    clock.set('2026-11-23T09:20:00.000Z')
    await startDueJobs(jobs.parts)
    const before = await waiting()
    expect(before).toContain(`audit-anchor.org_a.${Math.floor(clock.now().getTime() / 600_000)}`)
    await jobs.parts.queues.queue('audit-anchor').obliterate({ force: true })
    expect(await waiting()).toEqual([])

    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(await stored()).toContainEqual({ seller_id: 'org_a', sequence: '4' })
  })

  it('keeps no anchor that could not be handed out: the job fails, and a later one signs', async () => {
    await recordEvents(verbs, 'org_a', 1)
    clock.set('2026-11-23T09:30:00.000Z')
    const lines = readFileSync(auditExportFile, 'utf8')
    const blocked = {
      ...jobs.parts,
      auditExportFile: path.join(auditExportFile, 'not-a-folder', 'anchors.jsonl'),
    }
    const broken = await openJobs(verbs, { ...blocked, clock, definitions: [anchorAuditJob] })
    await startDueJobs(broken.parts)
    await expect(broken.settle()).rejects.toThrow(/ENOTDIR|EEXIST/)
    await broken.close()
    expect(await stored()).not.toContainEqual({ seller_id: 'org_a', sequence: '5' })

    clock.set('2026-11-23T09:40:00.000Z')
    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(await stored()).toContainEqual({ seller_id: 'org_a', sequence: '5' })
    expect(readFileSync(auditExportFile, 'utf8').startsWith(lines)).toBe(true)
  })
})
