import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { approvalOf, completeDraft, customer, offerOf, submit, type Draft } from '../../support/ordering.ts'
import { enter } from './enter.ts'
import { takeSeat, type Seat } from './seat.ts'

const product = 'Microsoft 365 Business Premium'
const welcome = /Welcome/

// People who decide, on a machine that other tests share.
describe.skipIf(!hasBrowser())('an approval in the portal', { timeout: 300_000 }, () => {
  let app: TestApp
  let sales: Seat
  let admin: Seat
  let colleague: Seat
  let draft: Draft
  let orderNumber = ''
  let approvalId = ''
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await takeSeat(app, { eachWay: true })
    admin = await takeSeat(app, { eachWay: true })
    colleague = await takeSeat(app, { eachWay: true })
    const client = await app.signedIn('sales@meridian.example')
    const buyer = await customer(client, 'Spreebogen')
    draft = await completeDraft(client, {
      customer: buyer,
      offer: await offerOf(client, '365 business prem'),
    })
    orderNumber = (await submit(client, draft)).orderNumber
    approvalId = (await approvalOf(await app.signedIn('admin@meridian.example'), draft.orderId)).id
  })
  afterAll(async () => {
    for (const seat of [sales, admin, colleague]) await seat?.browser.close()
    await app?.close()
  })

  const decisions = () =>
    app.sql<{ kind: string; stage: string | null; lines: number[]; by: string }>(
      `SELECT d.kind, d.stage, d.line_numbers AS lines, d.decided_by_name AS by
       FROM approval_decision d JOIN approval_request r ON r.id = d.request_id
       WHERE r.order_id = $1 ORDER BY d.decided_at`,
      [draft.orderId],
    )

  const watchingIds = async () => {
    const [row] = await app.sql<{ ids: string[] }>(
      'SELECT watcher_ids AS ids FROM approval_request WHERE id = $1',
      [approvalId],
    )
    return row?.ids
  }

  it('says why it is needed, what it earns, and what others say about it', async () => {
    const { page } = admin
    await enter(app, admin, { email: 'admin@meridian.example', heading: welcome })
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Approvals/ })
      .click()
    await page.getByRole('link', { name: orderNumber }).click()
    await page.getByRole('heading', { name: `Decide on ${orderNumber}`, level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Why this needs approval' }).waitFor()
    const margins = page.getByRole('table', { name: 'Margin in a billing period' })
    await margins.getByRole('rowheader', { name: product }).waitFor()
    expect(await margins.getByRole('columnheader').allInnerTexts()).toEqual([
      'Product',
      'Charged',
      'Cost',
      'Margin',
      'Percent',
    ])

    const talk = page.getByRole('region', { name: 'Conversation' })
    expect(await talk.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
    await talk.getByRole('textbox', { name: 'Say something' }).fill('Their budget is for seven seats.')
    await talk.getByRole('button', { name: 'Send' }).click()
    await talk.getByText('Katrin Sommerfeld').waitFor()
    expect(await talk.getByRole('textbox', { name: 'Say something' }).inputValue()).toBe('')
    const watchers = page.getByRole('region', { name: 'Watchers' })
    await watchers.getByRole('button', { name: 'Watch', exact: true }).click()
    await watchers.getByRole('button', { name: 'Stop watching' }).waitFor()
    await admin.look('approval')

    const [stored] = await app.sql<{ body: string; watchers: number }>(
      `SELECT c.body, cardinality(r.watcher_ids) AS watchers
       FROM approval_request r JOIN approval_comment c ON c.request_id = r.id WHERE r.id = $1`,
      [approvalId],
    )
    expect(stored).toEqual({ body: 'Their budget is for seven seats.', watchers: 1 })
  })

  it('shows at once that somebody watches, and takes it back when it is refused', async () => {
    const { page } = admin
    const watchers = page.getByRole('region', { name: 'Watchers' })
    const stop = watchers.getByRole('button', { name: 'Stop watching' })
    const watch = watchers.getByRole('button', { name: 'Watch', exact: true })
    const held: Route[] = []
    const isWatching = (route: Route) => route.request().postData()?.includes('mutation ApprovalWatcher')
    await page.route('**/graphql', (route) => (isWatching(route) ? void held.push(route) : route.fallback()))
    await stop.click()
    await watch.waitFor()
    expect(await watchingIds()).toHaveLength(1)
    const json = {
      data: {
        approvalWatcherRemove: {
          __typename: 'ApprovalWatcherRemovePayload',
          approval: null,
          userErrors: [{ __typename: 'ForbiddenError', code: 'FORBIDDEN', message: 'Not now.', path: [] }],
        },
      },
    }
    await held.pop()?.fulfill({ json })
    await stop.waitFor()
    await watchers.getByText('Not now.').waitFor()
    expect(await watchingIds()).toHaveLength(1)

    await page.unroute('**/graphql')
    await stop.click()
    await watch.waitFor()
    await expect.poll(watchingIds).toEqual([])
  })

  it('refuses to give the order back without a word, and then does so naming the stage and the line', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Request changes' }).click()
    await page.getByRole('alert').waitFor()
    await admin.look('approval-refused')
    expect(await decisions()).toEqual([])

    await page.getByRole('textbox', { name: 'Comment' }).fill('Take seven')
    await page.getByRole('combobox', { name: 'Stage' }).selectOption('Select Items')
    await page.getByRole('checkbox', { name: `1. ${product}` }).check()
    await page.getByRole('button', { name: 'Request changes' }).click()
    await page.getByText('Changes requested', { exact: true }).first().waitFor()
    expect(await decisions()).toEqual([
      { kind: 'REQUEST_CHANGES', stage: 'SELECT_ITEMS', lines: [1], by: 'Katrin Sommerfeld' },
    ])
  })

  it('comes back to its requester, who sees where to look, changes it and sends it again', async () => {
    const { page } = sales
    await enter(app, sales, {
      email: 'sales@meridian.example',
      at: `/orders/${draft.orderId}`,
      heading: /Order for/,
    })
    await page.getByText('Take seven · Select Items · line 1').waitFor()
    await sales.look('order-returned')
    await page.getByRole('link', { name: 'Go on with this order' }).click()
    await page.getByRole('note').getByText('Take seven').waitFor()
    await page.getByRole('button', { name: `Change ${product}` }).click()
    const change = page.getByRole('dialog', { name: `Change ${product}` })
    await change.getByRole('spinbutton', { name: 'Quantity' }).fill('7')
    await change.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('table', { name: 'Selected items' })
      .getByRole('cell', { name: '7', exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('textbox', { name: 'Purchase order number' }).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio', { name: 'Create a new tenant' }).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Proceed for Approval' }).click()
    await page
      .getByRole('dialog', { name: 'Terms and Conditions' })
      .getByRole('button', { name: 'I Agree' })
      .click()
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByRole('region', { name: 'Order number' }).getByText('Waiting for approval').waitFor()
  })

  it('shows what has changed since, and is handed over to a colleague for a reason', async () => {
    const { page } = admin
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Approvals/ })
      .click()
    await page.getByRole('link', { name: orderNumber }).click()
    const changed = page.getByRole('region', { name: 'What has changed since the last revision' })
    await changed.getByText(/Katrin Sommerfeld, .* asked for changes: Take seven/).waitFor()
    const line = changed.getByRole('row', { name: new RegExp(`1\\. ${product}`) })
    await line.getByRole('cell', { name: /^5 ×/ }).waitFor()
    await line.getByRole('cell', { name: /^7 ×/ }).waitFor()
    await page
      .getByRole('region', { name: 'Item summary' })
      .getByRole('cell', { name: '7', exact: true })
      .waitFor()
    await admin.look('approval-changed')

    await page.getByRole('button', { name: 'Hand over' }).click()
    const dialog = page.getByRole('dialog', { name: 'Hand over' })
    await dialog.getByRole('combobox', { name: 'To whom' }).selectOption('Tomasz Brzoza')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('I am away until Monday.')
    await admin.look('hand-over')
    await dialog.getByRole('button', { name: 'Hand over' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page
      .getByRole('region', { name: 'Why this needs approval' })
      .getByText(/Tomasz Brzoza/)
      .waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
  })

  it('is decided by the colleague, who sees no margin; the others see it without reloading', async () => {
    const { page } = colleague
    await enter(app, colleague, {
      email: 'approver@meridian.example',
      at: '/approvals',
      heading: 'Approvals',
    })
    await page.getByRole('link', { name: orderNumber }).click()
    await page.getByText(/asked for changes: Take seven/).waitFor()
    await page
      .getByRole('table', { name: 'What has changed since the last revision' })
      .getByRole('cell', { name: /^7 ×/ })
      .waitFor()
    expect(await page.getByRole('table', { name: 'Margin in a billing period' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()

    await sales.page
      .getByRole('region', { name: 'Order number' })
      .getByRole('status')
      .getByText('Delivered')
      .waitFor({ timeout: 30_000 })
    await admin.page.getByText('Approved', { exact: true }).first().waitFor()
    expect((await decisions()).map(({ kind, by }) => `${kind} ${by}`)).toEqual([
      'REQUEST_CHANGES Katrin Sommerfeld',
      'APPROVE Tomasz Brzoza',
    ])
  })

  it('has no serious barrier for anybody, in light and dark, at a desk and on a phone', () => {
    expect([...sales.barriers, ...admin.barriers, ...colleague.barriers]).toEqual([])
  })

  it('asked no other host, and the browser refused and missed nothing', () => {
    expect([sales, admin, colleague].flatMap(({ foreign, faults }) => [...foreign, ...faults])).toEqual([])
  })
})
