import { afterAll, beforeAll, expect, it } from 'vitest'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { addCompanies } from '../support/companies.ts'

let verbs: VerbHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

const waiting = (limit: number) =>
  verbs.sql<{ subject_id: string }>(
    "SELECT subject_id FROM gate.waiting_work('2026-11-23T10:00Z', $1) WHERE kind = 'webhook-delivery'",
    [limit],
  )

it('is not crowded out by dead letters, nor by what has waited for long', async () => {
  await verbs.sql(`INSERT INTO webhook_endpoint (id, seller_id, created_by, url, event_types, status, secrets, created_at,
    updated_at) VALUES ('whe_1', 'org_north', 'usr_1', 'https://hooks.example', '{*}', 'ACTIVE', '[]', now(), now())`)
  for (const [id, due] of Object.entries({ whm_dead: '09:58', whm_old: '08:00', whm_new: '09:59' }))
    await verbs.sql(
      `INSERT INTO webhook_message (id, seller_id, endpoint_id, event_id, event_type, status, body, next_attempt_at,
         created_at, updated_at) VALUES ($1, 'org_north', 'whe_1', $1, 'order.placed', 'PENDING', '', $2, now(), now())`,
      [id, `2026-11-23T${due}:30Z`],
    )
  await verbs.sql(`INSERT INTO job_run (job_id, seller_id, queue, name, data, status, created_at, updated_at)
    VALUES ('j', 'org_north', 'webhook-delivery', 'webhook-delivery', '{"subjectId": "whm_dead"}', 'DEAD', now(), now())`)
  expect(await waiting(2)).toEqual([{ subject_id: 'whm_new' }, { subject_id: 'whm_old' }])
  expect(await waiting(1)).toEqual([{ subject_id: 'whm_new' }])
})
