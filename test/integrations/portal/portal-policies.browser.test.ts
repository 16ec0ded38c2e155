import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { ApprovalScene } from '../../support/approval-scene.ts'
import { hasBrowser } from '../../support/browser.ts'
import { enter } from './enter.ts'
import { takeSeat, type Seat } from './seat.ts'

const pick = (within: Locator, name: string, label: string) =>
  within.getByRole('combobox', { name, exact: true }).selectOption({ label })

// Every page is looked at four times, on a machine that other tests share.
describe.skipIf(!hasBrowser())('policies and delegations in the portal', { timeout: 300_000 }, () => {
  let app: TestApp
  let scene: ApprovalScene
  let seat: Seat
  let page: Page
  let pastNumber = ''
  beforeAll(async () => {
    expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    scene = await ApprovalScene.open(app)
    const { draft } = await scene.pending()
    const { order } = await scene.sales.ask('query ($id: ID!) { order(id: $id) { orderNumber } }', {
      id: draft.orderId,
    })
    pastNumber = order.orderNumber
    seat = await takeSeat(app, { eachWay: true })
    page = seat.page
    await enter(app, seat, { email: 'admin@meridian.example', heading: /Welcome/ })
  })
  afterAll(async () => {
    await seat?.browser.close()
    await app?.close()
  })

  const policies = async () =>
    (
      await scene.admin.ask(
        '{ approvalPolicies { nodes { name status version current { condition { all { fact operator values currency } } steps { position allOf { minimumApprovals anyOf { kind } } } } } } }',
      )
    ).approvalPolicies.nodes

  it('says where nothing is yet', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Policies' }).click()
    await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor()
    await page.getByText('No policy yet: the rule below holds for every order.').waitFor()
    await page.getByText('No group yet.').waitFor()
    await seat.look('policies')
  })

  it('lints a draft where it is wrong, and says when it could never apply', async () => {
    await page.getByRole('link', { name: 'New policy' }).click()
    await page.getByRole('heading', { name: 'New policy', level: 1 }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Large orders')
    const conditions = page.getByRole('group', { name: 'Conditions', exact: true })
    await conditions.getByRole('button', { name: 'Add condition' }).click()
    const first = conditions.getByRole('group', { name: 'Condition 1', exact: true })
    await first.getByRole('textbox', { name: 'Amount' }).fill('a lot')
    await first.getByText('Give one plain decimal number, such as 10000.00.').waitFor()
    await page.getByText('1 thing to correct.').waitFor()
    await first.getByRole('textbox', { name: 'Amount' }).fill('10.00')
    await page.getByText('Nothing is wrong with this draft.').waitFor()

    await conditions.getByRole('button', { name: 'Add condition' }).click()
    const second = conditions.getByRole('group', { name: 'Condition 2', exact: true })
    await pick(second, 'Comparison', 'is at most')
    await second.getByRole('textbox', { name: 'Amount' }).fill('5.00')
    await page.getByText(/No order can meet the condition/).waitFor()
    await pick(second, 'Fact', 'Units in all')
    await pick(second, 'Comparison', 'is at least')
    await second.getByRole('textbox', { name: 'Value' }).fill('5')
    await page.getByText(/No order can meet the condition/).waitFor({ state: 'hidden' })
  })

  it('names products by words, not by ids', async () => {
    const conditions = page.getByRole('group', { name: 'Conditions', exact: true })
    await conditions.getByRole('button', { name: 'Add condition' }).click()
    const third = conditions.getByRole('group', { name: 'Condition 3', exact: true })
    const preview = page.getByRole('region', { name: 'How it reads' })
    const premium = 'Microsoft 365 Business Premium'
    for (const [fact, named] of [
      ['Products', premium],
      ['Offers', `${premium} · 1 year, billed per 1 month`],
    ] as const) {
      await pick(third, 'Fact', fact)
      await third.getByLabel('Values').first().fill('business prem')
      await page.getByRole('option', { name: named, exact: true }).click()
      await page.keyboard.press('Tab')
      await preview.getByText(`${fact} is any of ${named}`).waitFor()
    }
    await conditions.getByRole('button', { name: /^Remove: 3/ }).click()
    await third.waitFor({ state: 'hidden' })
  })

  it('moves a condition by keyboard, and keeps the focus on what moved', async () => {
    const up = page.getByRole('button', { name: 'Move up: 2 Units in all' })
    await up.focus()
    await page.keyboard.press('Enter')
    const moved = page.getByRole('button', { name: 'Move up: 1 Units in all' })
    await moved.waitFor()
    expect(await moved.and(page.locator(':focus')).count()).toBe(1)
    await page.getByRole('button', { name: 'Move down: 1 Units in all' }).press('Enter')
    await up.waitFor()
  })

  it('asks two steps, and simulates what that would have changed', async () => {
    const step = (name: string) => page.getByRole('group', { name, exact: true })
    await pick(step('Step 1'), 'Approver 1', 'A person')
    await pick(step('Step 1'), 'Approver 1: who', 'Tomasz Brzoza (approver@meridian.example)')
    await step('Step 1').getByRole('textbox', { name: 'Remind after' }).fill('4')
    await page.getByRole('button', { name: 'Add step' }).click()
    await pick(step('Step 2'), 'Approver 1', 'A person')
    await pick(step('Step 2'), 'Approver 1: who', 'Deniz Yaldiz (admin2@meridian.example)')
    const preview = page.getByRole('region', { name: 'How it reads' })
    await preview.getByText('Units in all is at least 5').waitFor()
    await preview.getByText('Reminds after 4 hours.').waitFor()

    const simulation = page.getByRole('region', { name: 'Simulation' })
    await simulation.getByRole('button', { name: 'Simulate' }).click()
    await simulation.getByText('1 order looked at. 1 would have gone another way.').waitFor()
    const row = simulation.getByRole('row', { name: new RegExp(pastNumber) })
    await row.getByText('Step 1: Tomasz Brzoza').waitFor()
    await row.getByRole('link', { name: pastNumber }).waitFor()
    await seat.look('policy editor')
    expect(await policies()).toEqual([])
  })

  it('saves it as it was written, and reads it as sentences', async () => {
    await page.getByRole('button', { name: 'Save policy' }).click()
    await page.getByRole('heading', { name: 'Large orders', level: 1 }).waitFor()
    const says = page.getByRole('region', { name: 'What it says' })
    await says.getByText('Units in all is at least 5').waitFor()
    await says.getByText('Deniz Yaldiz').waitFor()
    await seat.look('policy')

    const asks = (position: number) => ({
      position,
      allOf: [{ minimumApprovals: 1, anyOf: [{ kind: 'USER' }] }],
    })
    expect(await policies()).toEqual([
      {
        name: 'Large orders',
        status: 'ACTIVE',
        version: 1,
        current: {
          condition: {
            all: [
              { fact: 'firstInvoiceTotal', operator: 'AT_LEAST', values: ['10.00'], currency: 'EUR' },
              { fact: 'totalQuantity', operator: 'AT_LEAST', values: ['5'], currency: null },
            ],
          },
          steps: [asks(1), asks(2)],
        },
      },
    ])
  })

  it('routes the next order, as its summary says', async () => {
    const { orderId } = await scene.draft()
    const other = await takeSeat(app)
    await enter(app, other, {
      email: 'sales@meridian.example',
      at: `/orders/${orderId}/summary`,
      heading: /Summary/,
    })
    const approval = other.page.getByRole('region', { name: 'Who will approve' })
    const steps = approval.getByRole('listitem')
    await steps.first().waitFor()
    const texts = await steps.allInnerTexts()
    await other.browser.close()

    expect(texts).toHaveLength(2)
    expect(texts[0]).toContain('Tomasz Brzoza')
    expect(texts[1]).toContain('Deniz Yaldiz')
  })

  it('changes it as a next version, turns it off, and retires it after asking', async () => {
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('heading', { name: 'Edit Large orders', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Remove: 1 First invoice' }).click()
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    const versions = page.getByRole('table', { name: 'Versions' })
    await versions.getByRole('rowheader', { name: '2' }).waitFor()
    await page.getByRole('button', { name: 'Turn off' }).click()
    await page.getByRole('button', { name: 'Activate' }).waitFor()
    expect(await policies()).toMatchObject([{ status: 'INACTIVE', version: 3 }])

    await page.getByRole('button', { name: 'Retire' }).click()
    const question = page.getByRole('dialog', { name: 'Retire Large orders' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'hidden' })
    expect(await policies()).toMatchObject([{ status: 'INACTIVE', version: 3 }])
    await page.getByRole('button', { name: 'Retire' }).click()
    await question.getByRole('button', { name: 'Retire' }).click()
    await page.getByText('Retired', { exact: true }).waitFor()
    expect(await policies()).toEqual([])
  })

  it('makes a group of approvers, and says where a name is taken', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Policies' }).click()
    const make = async () => {
      await page.getByRole('button', { name: 'New group' }).click()
      const dialog = page.getByRole('dialog', { name: 'New group' })
      await dialog.getByRole('textbox', { name: 'Name of the group' }).fill('Board')
      await dialog.getByLabel('Members', { exact: true }).first().click()
      await page.getByRole('option', { name: /Tomasz Brzoza/ }).click()
      await page.keyboard.press('Tab')
      await dialog.getByRole('button', { name: 'Save' }).click()
      return dialog
    }
    await make()
    const groups = page.getByRole('table', { name: 'Groups of approvers' })
    await groups.getByRole('row', { name: /Board/ }).getByText('Tomasz Brzoza').waitFor()
    const dialog = await make()
    await dialog.getByText('You have a group with this name. Use another one.').waitFor()
    await seat.look('group')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    const { approverGroups } = await scene.admin.ask('{ approverGroups { name memberIds } }')
    expect(approverGroups).toEqual([{ name: 'Board', memberIds: [await scene.idOf(scene.approver)] }])
  })

  it('lets placed orders rest until somebody submits them, where the reseller says so', async () => {
    const settings = page.getByRole('region', { name: 'How orders reach approval' })
    await settings.getByRole('radio', { name: /It rests/ }).check()
    await settings.getByRole('button', { name: 'Save settings' }).click()
    await settings.getByText('Saved.').waitFor()
    const { organization } = await scene.admin.ask(
      'query ($id: ID!) { organization(id: $id) { approvalSubmission approvalDefault approvalOnTimeout } }',
      { id: scene.sellerId },
    )
    expect(organization).toEqual({
      approvalSubmission: 'MANUAL',
      approvalDefault: 'REQUIRE_ADMINISTRATOR',
      approvalOnTimeout: false,
    })
  })

  it('lets a colleague decide for a while, and ends that', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Delegations' }).click()
    await page.getByText("Nobody decides in another's place.").waitFor()
    await page.getByRole('button', { name: 'Add delegation' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add delegation' })
    await pick(dialog, 'Decides', 'Tomasz Brzoza (approver@meridian.example)')
    await dialog.getByLabel('Until').fill('2020-01-01T08:00')
    await dialog.getByRole('button', { name: 'Add delegation' }).click()
    await dialog.getByText('Use an end after its begin, in the future.').waitFor()
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16)
    await dialog.getByLabel('Until').fill(inAWeek)
    await seat.look('delegation')
    await dialog.getByRole('button', { name: 'Add delegation' }).click()
    const row = page.getByRole('row', { name: /Tomasz Brzoza/ })
    await row.getByText('everything').waitFor()
    await seat.look('delegations')

    const active = `SELECT count(*)::int AS count FROM approval_delegation WHERE ended_at IS NULL`
    expect(await app.sql(active)).toEqual([{ count: 1 }])
    await row.getByRole('button', { name: /End the delegation/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
    await page.getByText("Nobody decides in another's place.").waitFor()
    expect(await app.sql(active)).toEqual([{ count: 0 }])
  })

  it('has no serious barrier, and the browser refused and missed nothing', () => {
    expect(seat.barriers).toEqual([])
    expect(seat.faults).toEqual([])
    expect(seat.foreign).toEqual([])
  })
})
