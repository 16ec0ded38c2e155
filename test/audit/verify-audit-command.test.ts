import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit } from '../support/ordering.ts'

describe('npm run verify-audit, beside a running server', () => {
  let app: TestApp
  let meridianId: string
  beforeAll(async () => {
    app = await startApp()
    const sales = await app.signedIn('sales@meridian.example')
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    await submit(sales, draft)
    await app.quiet()
    meridianId = (await sales.ask('{ viewer { organization { id } } }')).viewer.organization.id
    // Anchors of the demo data are signed at start.
    for (let tries = 0; tries < 100 && !existsSync(app.resources.config.auditExportFile); tries++)
      await sleep(50)
    await app.quiet()
  })
  afterAll(() => app.close())

  async function verifyAudit(
    ...args: string[]
  ): Promise<{ exitCode: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/verify-audit.ts', ...args], {
      env: {
        ...process.env,
        DATABASE_URL: app.database.url,
        DATA_DIR: app.resources.config.dataDir,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit')
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    const [exitCode] = (await ended) as [number | null]
    return { exitCode, out, err }
  }
  it('says OK of every seller, a line each, and ends with 0', async () => {
    const { exitCode, out, err } = await verifyAudit()

    expect(err).toBe('')
    expect(exitCode).toBe(0)
    const lines = out.trim().split('\n')
    process.stdout.write(`${out}\n`)
    const [sellers] = await app.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM organization WHERE kind <> 'CUSTOMER'`,
    )
    expect(lines).toHaveLength(sellers?.count ?? 0)
    expect(lines.filter((line) => !line.endsWith('  OK'))).toEqual([])
    expect(lines.find((line) => line.startsWith(meridianId))).toMatch(
      /  anchors [1-9]\d*, signed up to [1-9]\d*  OK$/,
    )
  })

  it('verifies one seller against the files it is given, in JSON, and names a line that is no anchor', async () => {
    const file = `${app.resources.config.dataDir}/copy.jsonl`
    writeFileSync(file, `${readFileSync(app.resources.config.auditExportFile, 'utf8')}{"torn`)
    const { exitCode, out } = await verifyAudit('--seller', meridianId, '--anchors', file, '--json')

    const [head] = await app.sql<Json>(
      'SELECT last_sequence, head_hash FROM audit_chain WHERE seller_id = $1',
      [meridianId],
    )
    expect(exitCode).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [{ code: 'ANCHOR_UNREADABLE', sequence: null }],
      sellers: [
        {
          sellerId: meridianId,
          entries: Number(head.last_sequence),
          head: { sequence: head.last_sequence, hash: head.head_hash },
          anchors: 1,
          findings: [],
        },
      ],
    })
  })

  it('ends with 2 and says what it takes when asked wrongly', async () => {
    const { exitCode, err } = await verifyAudit('--sellers', 'x')

    expect(exitCode).toBe(2)
    expect(err).toContain('npm run verify-audit')
  })

  it('names what somebody did to an entry, an event and an order, and ends with 1', async () => {
    await app.sql(`ALTER TABLE audit_entry DISABLE TRIGGER audit_is_append_only`)
    await app.sql(
      `UPDATE audit_entry SET canonical = replace(canonical, 'Spreebogen', 'Spreebug') WHERE seller_id = $1 AND type = 'order.placed'`,
      [meridianId],
    )
    await app.sql(
      `UPDATE outbox_event SET actor = '{"kind":"USER","id":"usr_x","name":"Nobody"}' WHERE seller_id = $1 AND type = 'order.submitted'`,
      [meridianId],
    )
    // Changed just now: the reconciler, which would go on with it, leaves it alone for a while.
    await app.sql(
      `UPDATE orders SET status = 'APPROVED', updated_at = now() WHERE seller_id = $1 AND order_number IS NOT NULL`,
      [meridianId],
    )
    const { exitCode, out } = await verifyAudit('--json')

    expect(exitCode).toBe(1)
    const { ok, sellers } = JSON.parse(out)
    expect(ok).toBe(false)
    const wrong = (sellers as Json[]).filter(({ findingCount }) => findingCount > 0)
    expect(wrong.map(({ sellerId }) => sellerId)).toEqual([meridianId])
    const codes = (wrong[0].findings as Json[]).map(({ code }) => code as string)
    expect([...new Set(codes)].toSorted()).toEqual(['ENTRY_CHANGED', 'EVENT_CHANGED', 'ORDER_STATUS_DIFFERS'])
  })
})
