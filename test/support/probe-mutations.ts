import { addDeadLetter } from './add-dead-letter.ts'
import { addPromotion, promotionFor } from './add-promotion.ts'
import type { Json } from './api-client.ts'
import { contacts, key, submitInput } from './ordering.ts'
import { erpCalls } from './probe-erp.ts'
import { freshUser } from './fresh-user.ts'
import { inFulfillment } from './in-fulfillment.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'
import { approvalCalls, by, type Prepare } from './probe-approvals.ts'
import { plantSecret } from './plant-secret.ts'

const reporting =
  (more: Json): Prepare =>
  async (world) => {
    const orderId = await inFulfillment(world, { status: 'IN_PROGRESS' })
    return by(world.desk, { orderId, lineNumber: 1, idempotencyKey: key(), ...more })
  }

const editing =
  (more: (world: ProbeWorld) => Json): Prepare =>
  async (world) =>
    by(world.sales, { orderId: (await world.draft()).orderId, ...more(world) })

async function freshEndpoint({ admin, receiver }: ProbeWorld): Promise<string> {
  const { webhookEndpoint } = await admin.done(
    'webhookEndpointCreate',
    { url: `${receiver.url}/${key()}`, eventTypes: ['ping'], idempotencyKey: key() },
    'webhookEndpoint { id }',
  )
  return webhookEndpoint.id as string
}

const endpointCall =
  (more: () => Json = () => ({})): Prepare =>
  async (world) =>
    by(world.admin, { endpointId: await freshEndpoint(world), ...more() })

const placing: Prepare = async (world) => {
  const { buyer, offer, sales } = world
  const draft = await world.draft()
  const values = offer.productInformation.parameters as Json[]
  const { order } = await sales.ask(
    'query ($id: ID!) { order(id: $id) { provisioning { key value } lines { provisioning { key value } } } }',
    { id: draft.orderId },
  )
  const scopes = new Set(values.filter(({ scope }) => scope === 'LINE'))
  return by(sales, {
    organizationId: buyer.id,
    accountId: buyer.accounts[0].id,
    items: [{ offerId: offer.id, quantity: '5' }],
    contacts,
    purchaseOrderNumber: `PO-${mark}`,
    values: order.provisioning,
    lines: scopes.size > 0 ? [{ lineNumber: 1, values: order.lines[0].provisioning }] : [],
    terms: { acceptedVersionIds: draft.termsVersionIds },
    idempotencyKey: key(),
  })
}

const resubmitting: Prepare = async (world) => {
  const { draft, approval } = await world.pending()
  const back = { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() }
  const { order } = await world.admin.done(
    'approvalRequestChanges',
    { ...back, comment: 'Seven' },
    'order { version }',
  )
  return by(world.sales, {
    orderId: draft.orderId,
    expectedVersion: order.version,
    idempotencyKey: key(),
    terms: { acceptedVersionIds: draft.termsVersionIds },
  })
}

const answering: Prepare = async (world) => {
  const orderId = await inFulfillment(world, { status: 'IN_PROGRESS' })
  const question = { message: 'Which?', items: [{ key: 'adminEmail', message: 'Which?' }] }
  const asked = { orderId, lineNumber: 1, ...question, idempotencyKey: key() }
  await world.desk.done('orderLineRequestInformation', asked, 'order { status }')
  const values = [{ key: 'adminEmail', value: `it2@${mark}.example` }]
  return by(world.sales, { orderId, values, idempotencyKey: key() })
}

const csv = `productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,setupFeeEUR
microsoft-365-business-basic,T-1,T-1-A,Test,SEAT,RECURRING,IN_ADVANCE,P12M,P1M,1.5,
bad,row`

const fault = { code: 'BROKEN', category: 'VENDOR', message: `F-${mark}`, retryable: true }

/** How the owner comes to make each mutation, in every way that has an answer of its own; none may be missing. */
export const ownersCalls: Readonly<Record<string, Prepare | readonly Prepare[]>> = {
  accountCreate: ({ admin, buyer }) =>
    by(admin, {
      organizationId: buyer.id,
      name: `Second ${mark}`,
      currency: 'EUR',
      invoiceEmail: `second@${mark}.example`,
      idempotencyKey: key(),
    }),
  accountUpdate: ({ admin, buyer }) =>
    by(admin, { accountId: buyer.accounts[0].id, name: `Renamed ${mark}` }),
  activityCancel: async (world) => {
    const input = { userIds: [await freshUser(world, 'ACTIVE')], idempotencyKey: key() }
    const { activity } = await world.admin.done('usersDeactivate', input, 'activity { id }')
    await world.app.quiet()
    await world.app.sql(`UPDATE activity SET status = 'RUNNING', ended_at = NULL WHERE id = $1`, [
      activity.id,
    ])
    return by(world.admin, { activityId: activity.id })
  },
  ...approvalCalls,
  ...erpCalls,
  exchangeRateSet: ({ admin }) => by(admin, { currency: 'CHF', rate: `1.0${Date.now() % 100_000}` }),
  apiKeyCreate: ({ admin, sellerId }) =>
    by(admin, {
      organizationId: sellerId,
      name: `K-${mark}`,
      scopes: ['ORDER_READ'],
      idempotencyKey: key(),
    }),
  apiKeyRevoke: async ({ admin }) => {
    const input = { name: `R-${mark}`, scopes: ['ORDER_READ'], idempotencyKey: key() }
    const { apiKey } = await admin.done('apiKeyCreate', input, 'apiKey { id }')
    return by(admin, { apiKeyId: apiKey.id })
  },
  catalogImport: ({ operator }) => by(operator, { csv, dryRun: true, idempotencyKey: key() }),
  cloudSubscriptionSetBillingReference: ({ admin, ids }) =>
    by(admin, {
      cloudSubscriptionId: ids['cloudSubscription']?.[0],
      billingReference: `BR-${mark}`,
      idempotencyKey: key(),
    }),
  searchSynonymSet: ({ operator }) => by(operator, { word: 'probed', meanings: ['looked into'] }),
  jobDeadLetterRetry: async (world) =>
    by(world.admin, { id: await addDeadLetter(world), idempotencyKey: key() }),
  invitationAccept: async (world) => {
    const input = {
      organizationId: world.buyer.id,
      email: `${key()}@${mark}.example`,
      firstName: `I-${mark}`,
      lastName: `J-${mark}`,
      roles: ['CUSTOMER_ADMIN'],
      idempotencyKey: key(),
    }
    const { invitationUrl } = await world.admin.done('userInvite', input, 'invitationUrl')
    const token =
      /[?#&]token=([^&#]+)/.exec(invitationUrl)?.[1] ?? (invitationUrl as string).split('/').at(-1)
    return by(world.app.anonymous(), { token, password: `long enough ${mark}` })
  },
  numberSeriesCreate: async ({ admin }) => {
    const { numberSeries } = await admin.ask('{ numberSeries(first: 100) { nodes { id } } }')
    // Each run of the probe adds one: its country and its prefix are free.
    const { length } = numberSeries.nodes as Json[]
    const country = ['AT', 'BE', 'CH', 'DK', 'ES', 'FR', 'IT', 'NL'][length % 8]
    const series = { prefix: `PC${length}`, orderType: 'RESUME', country, legalEntity: `L-${mark}` }
    return by(admin, { ...series, idempotencyKey: key() })
  },
  numberSeriesUpdate: async ({ admin }) => {
    const { numberSeries } = await admin.ask('{ numberSeries(first: 100) { nodes { id version endedAt } } }')
    const series = (numberSeries.nodes as Json[]).find(({ endedAt }) => endedAt === null)
    return by(admin, {
      numberSeriesId: series?.id,
      expectedVersion: series?.version,
      legalEntity: `M-${mark}`,
      idempotencyKey: key(),
    })
  },
  orderCancel: editing(() => ({ reason: `R-${mark}` })),
  orderCancelRemainingLines: async (world) => {
    const orderId = await inFulfillment(world, { status: 'FAILED', failure: fault })
    return by(world.desk, { orderId, reason: `G-${mark}`, idempotencyKey: key() })
  },
  orderClone: ({ sales, ids }) => by(sales, { orderId: ids['order']?.[0], idempotencyKey: key() }),
  orderInformationLinkCreate: async (world) =>
    by(world.desk, { orderId: await inFulfillment(world, { status: 'AWAITING_INFORMATION' }) }),
  orderInquiryAnswer: async (world) => {
    const orderId = await inFulfillment(world, { status: 'AWAITING_INFORMATION' })
    const { url } = await world.desk.done('orderInformationLinkCreate', { orderId }, 'url')
    return by(world.app.anonymous(), { token: (url as string).split('/').at(-1), values: [] })
  },
  orderLineFail: reporting({ code: 'BROKEN', message: `F-${mark}`, category: 'VENDOR', retryable: true }),
  orderLineFulfil: reporting({ vendorReference: `V-${mark}` }),
  orderLineRequestInformation: reporting({ message: `Q-${mark}` }),
  orderPlace: placing,
  orderProvideInformation: answering,
  orderProvisioningReveal: async (world) => {
    const orderId = await inFulfillment(world, { status: 'IN_PROGRESS' })
    await plantSecret(world.app, orderId)
    return by(world.desk, { orderId, lineNumber: 1, key: 'token', reason: `E-${mark}` })
  },
  orderRetry: async (world) => {
    const orderId = await inFulfillment(world, { status: 'FAILED', failure: fault })
    return by(world.desk, { orderId, reason: `T-${mark}`, idempotencyKey: key() })
  },
  orderSelectItems: editing(({ offer }) => ({ items: [{ offerId: offer.id, quantity: '7' }] })),
  orderSetContacts: editing(({ buyer }) => ({
    accountId: buyer.accounts[0].id,
    contacts,
    costCenter: `CC-${mark}`,
  })),
  orderSetProvisioning: editing(() => ({
    values: [{ key: 'adminEmail', value: `it3@${mark}.example` }],
  })),
  orderStart: ({ sales, buyer }) =>
    by(sales, { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() }),
  orderSubmit: async (world) => by(world.sales, submitInput(await world.draft())),
  orderSubmitForApproval: resubmitting,
  orderWithdraw: async (world) => {
    const { draft } = await world.pending()
    return by(world.sales, { orderId: draft.orderId, reason: `W-${mark}` })
  },
  organizationCreate: ({ admin }) =>
    by(admin, {
      name: `New ${mark}`,
      country: 'DE',
      currency: 'EUR',
      accounts: [{ name: `Main ${mark}`, currency: 'EUR' }],
      idempotencyKey: key(),
    }),
  organizationUpdate: ({ admin, buyer }) =>
    by(admin, { organizationId: buyer.id, externalReference: `Y-${mark}` }),
  organizationUpsert: ({ admin }) =>
    by(admin, { externalReference: `X-${mark}`, name: `Upserted ${mark}`, country: 'DE', currency: 'EUR' }),
  passwordReset: ['LINK', 'GENERATE'].map(
    (method): Prepare =>
      async (world) =>
        by(world.admin, { userId: await freshUser(world, 'ACTIVE'), method }),
  ),
  priceListCreate: ({ admin, buyer }) =>
    by(admin, {
      key: key(),
      name: `L-${mark}`,
      currency: 'EUR',
      organizationId: buyer.id,
      basis: 'COST_PLUS',
      percent: '7.5',
      idempotencyKey: key(),
    }),
  priceListUpdate: async ({ admin, ids }) =>
    by(admin, { priceListId: ids['priceList']?.[0], name: `M-${key()}-${mark}` }),
  priceSet: ({ admin, ids, offer }) =>
    by(admin, {
      priceListId: ids['priceList']?.[0],
      prices: [{ offerId: offer.id, unitPrice: '20.5' }],
      validFrom: '2036-11-01T00:00:00.000Z',
      idempotencyKey: key(),
    }),
  promotionArchive: async (world) => by(world.admin, { promotionId: await addPromotion(world) }),
  promotionCreate: ({ admin, buyer }) => by(admin, promotionFor(buyer)),
  promotionUpdate: async ({ admin, ids }) =>
    by(admin, { promotionId: ids['promotion']?.[0], name: `N-${key()}-${mark}` }),
  signIn: async ({ app }) => {
    await app.sql('DELETE FROM sign_in_attempt')
    return by(app.anonymous(), { email: 'finance@meridian.example', password: 'countersign-demo' })
  },
  signOut: async ({ app }) => by(await app.signedIn('admin2@harbor.example'), null),
  termsVersionPublish: ({ admin, ids }) =>
    by(admin, {
      documentId: ids['termsDocument']?.[0],
      version: `9.${Date.now()}`,
      body: `B-${mark}`,
      locale: 'de',
      idempotencyKey: key(),
    }),
  userActivate: async (world) => by(world.admin, { userId: await freshUser(world, 'DEACTIVATED') }),
  userDeactivate: async (world) => by(world.admin, { userId: await freshUser(world, 'ACTIVE') }),
  usersActivate: async (world) =>
    by(world.admin, { userIds: [await freshUser(world, 'DEACTIVATED')], idempotencyKey: key() }),
  usersDeactivate: async (world) =>
    by(world.admin, { userIds: [await freshUser(world, 'ACTIVE')], idempotencyKey: key() }),
  userInvite: ({ admin, buyer }) =>
    by(admin, {
      organizationId: buyer.id,
      email: `${key()}@${mark}.example`,
      firstName: `U-${mark}`,
      lastName: `V-${mark}`,
      roles: ['CUSTOMER_ADMIN'],
      idempotencyKey: key(),
    }),
  webhookEndpointCreate: ({ admin, receiver }) =>
    by(admin, {
      url: `${receiver.url}/more-${mark}`,
      description: `E-${mark}`,
      eventTypes: ['ping'],
      idempotencyKey: key(),
    }),
  webhookEndpointDelete: endpointCall(),
  webhookEndpointDisable: endpointCall(),
  webhookEndpointEnable: async (world) => {
    const endpointId = await freshEndpoint(world)
    await world.admin.done('webhookEndpointDisable', { endpointId }, 'webhookEndpoint { id }')
    return by(world.admin, { endpointId })
  },
  webhookEndpointRotateSecret: endpointCall(),
  webhookEndpointTest: endpointCall(() => ({ idempotencyKey: key() })),
  webhookEndpointUpdate: endpointCall(() => ({ description: `Z-${mark}` })),
  webhookMessageReplay: ({ admin, ids }) =>
    by(admin, { messageId: ids['webhookMessage']?.[0], idempotencyKey: key() }),
  webhookReplaySince: async (world) =>
    by(world.admin, { endpointId: await freshEndpoint(world), since: '2026-01-01T00:00:00.000Z' }),
}
