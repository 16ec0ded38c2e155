import { seal } from '../../src/platform/envelope.ts'
import type { TestApp } from './app.ts'

/** Gives the first line of an order a sensitive question, `token`, and its answer; what no product of the demo asks. */
export async function plantSecret(app: TestApp, orderId: string): Promise<void> {
  const [line] = await app.sql<{ id: string }>(
    'SELECT id FROM order_line WHERE order_id = $1 AND line_number = 1',
    [orderId],
  )
  const question = { key: 'token', label: 'Token', type: 'TEXT', scope: 'LINE', required: false }
  const id = line?.id ?? ''
  const answer = {
    sealed: seal('"planted"', app.resources.keys, `line:${id}:token`),
    setAt: '2026-11-23T09:00:00.000Z',
    setBy: { id: 'usr_planted', name: 'Planted' },
  }
  await app.sql(
    `UPDATE order_line SET provisioning_secrets = $2,
       item = jsonb_set(item, '{parameters}', (item -> 'parameters') || $3::jsonb) WHERE id = $1`,
    [id, JSON.stringify({ token: answer }), JSON.stringify([{ ...question, sensitive: true, position: 99 }])],
  )
}
