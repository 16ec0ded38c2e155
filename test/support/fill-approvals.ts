import type { TestApp } from './app.ts'
import { mark } from './owner-secrets.ts'

/** What no journey leads to of the approval of one order, decided already: written as superuser. */
export async function fillApprovals(app: TestApp, orderId: string): Promise<void> {
  const ofOrder = 'request_id IN (SELECT id FROM approval_request WHERE order_id = $1)'
  await app.sql('UPDATE approval_request SET blocked_since = now() WHERE order_id = $1', [orderId])
  await app.sql(
    `UPDATE approval_step SET remind_at = now(), reminded_at = now(), escalate_at = now(), escalated_at = now(),
       expire_at = now(), timed_out_at = now(), sla = $2 WHERE ${ofOrder}`,
    [
      orderId,
      JSON.stringify({
        remindAfter: 'PT4H',
        escalateAfter: 'P1D',
        escalateTo: [],
        expireAfter: 'P2D',
        onTimeout: 'RETURN',
      }),
    ],
  )
  await app.sql(
    `INSERT INTO approval_comment (id, seller_id, request_id, author_id, author_name, body, created_at)
     SELECT 'apc_planted', seller_id, id, 'usr_planted', 'A-${mark}', 'B-${mark}', now() FROM approval_request
     WHERE order_id = $1 LIMIT 1`,
    [orderId],
  )
  await app.sql(
    `UPDATE approval_decision SET carried_from = id, line_numbers = '{1}', decided_for = $2 WHERE ${ofOrder}`,
    [orderId, JSON.stringify([{ id: 'usr_planted', name: `A-${mark}` }])],
  )
}

/** Makes the approval that a link shows one of a change, on which somebody has decided before. */
export async function fillLink(app: TestApp, approval: { id: string }): Promise<void> {
  await app.sql(
    `UPDATE order_line SET change = (SELECT change FROM order_line WHERE change IS NOT NULL LIMIT 1)
     WHERE order_id = (SELECT order_id FROM approval_request WHERE id = $1)`,
    [approval.id],
  )
  await app.sql(
    `INSERT INTO approval_decision SELECT (jsonb_populate_record(d, jsonb_build_object('id', 'apd_planted', 'decided_by', 'usr_planted',
       'request_id', s.request_id, 'step_id', s.id))).*
     FROM approval_step s JOIN approval_decision d ON d.seller_id = s.seller_id AND d.carried_from IS NOT NULL
     WHERE s.request_id = $1 ORDER BY d.id LIMIT 1`,
    [approval.id],
  )
}
