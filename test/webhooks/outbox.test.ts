import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { backends } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'
import type { WebhookReceiver } from '../support/webhook-receiver.ts'

describe.each(backends())('between a commit and a webhook, queues on %s', (backend) => {
  let scene: PumpScene
  let receiver: WebhookReceiver
  afterEach(() => scene.close())

  const open = async () => {
    scene = await PumpScene.open({ backend })
    receiver = await scene.receiver()
    await scene.endpoint(receiver)
  }
  const heard = () => receiver.requests.map(({ headers }) => String(headers['webhook-id']))

  it('nothing is told of what was rolled back, and all of what was committed, though nobody was there to relay it', async () => {
    await open()
    const undone = scene.tell([{ subject: 'ord_undone', version: 1 }], 'org_a', 'roll me back')
    await expect(undone).rejects.toThrow('rolled back')
    const ids = await scene.tell([{ subject: 'ord_1', version: 1 }])
    expect(heard()).toEqual([])
    // Whoever committed it has died; another process starts.
    await scene.work()
    await scene.delivered(1)
    expect(heard()).toEqual(ids)
    expect(
      await scene.verbs.sql("SELECT subject_id FROM outbox_event WHERE type = 'terms.recorded'"),
    ).toEqual([{ subject_id: 'ord_1' }])
  })

  it('an event that was never handed over is not told: so the check above can fail', async () => {
    await open()
    await scene.tell([{ subject: 'ord_1', version: 1 }])
    await scene.verbs.sql('UPDATE outbox_event SET published_at = now(), fan_out_due = false')
    await scene.work()
    await sleep(2000)
    expect(heard()).toEqual([])
  })
})
