import { z } from 'zod'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { actorOf, type VerbHarness } from '../support/verbs.ts'

/** An event that says no more than a number. */
export const happened = defineEvent({
  type: 'test.happened',
  subjectType: 'test',
  description: 'A test happened.',
  since: '0.1',
  schema: z.object({ answer: z.number(), text: z.string() }),
  example: { answer: 42, text: 'Größe "1"\n2' },
  offeredToWebhooks: false,
})

export const adminOf = (sellerId: string) => actorOf(sellerId, ['RESELLER_ADMIN'])

/** Records so many events of a seller, each in a transaction of its own. */
export async function recordEvents(verbs: VerbHarness, sellerId: string, count: number): Promise<void> {
  for (let answer = 1; answer <= count; answer++)
    await verbs.run(adminOf(sellerId), async (ctx) =>
      record(ctx, happened, {
        subject: { id: `tst_${answer}`, sellerId, organizationId: null, version: 1 },
        data: { answer, text: 'Größe "1"\n2' },
      }),
    )
}

export interface Row {
  seller_id: string
  sequence: string
  event_id: string
  canonical: string
  previous_hash: string
  entry_hash: string
}

/** A seller's entries, oldest first. */
export function entriesOf(verbs: VerbHarness, sellerId: string): Promise<Row[]> {
  return verbs.sql<Row>('SELECT * FROM audit_entry WHERE seller_id = $1 ORDER BY sequence', [sellerId])
}

export interface Head {
  last_sequence: string
  head_hash: string
}

export async function headOf(verbs: VerbHarness, sellerId: string): Promise<Head | undefined> {
  const [head] = await verbs.sql<Head>('SELECT * FROM audit_chain WHERE seller_id = $1', [sellerId])
  return head
}
