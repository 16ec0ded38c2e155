import { ask } from '../ask.ts'
import {
  ApprovalsDocument,
  OffersDocument,
  OrdersDocument,
  OrganizationDocument,
  OrganizationsDocument,
  TermsDocument,
} from '../generated/operations.ts'
import { listTrigger } from './list-trigger.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const firstPage = { endCursor: null, hasNextPage: false }

const customers = listTrigger({
  key: 'customer_list',
  noun: 'Customer',
  label: 'List Customers',
  async read(caller, { after }) {
    const { organizations } = await ask(caller, OrganizationsDocument, {
      first: 100,
      after,
      where: { kind: 'CUSTOMER' },
    })
    return { choices: organizations.nodes.map(({ id, name }) => ({ id, name })), ...organizations.pageInfo }
  },
})

const accounts = listTrigger({
  key: 'account_list',
  noun: 'Account',
  label: 'List Accounts',
  async read(caller, { inputData }) {
    const organizationId = text(inputData['organizationId'])
    if (organizationId === null) return { choices: [], ...firstPage }
    const { organization } = await ask(caller, OrganizationDocument, { id: organizationId })
    const choices = (organization?.accounts ?? []).map(({ id, name, currency }) => ({
      id,
      name: `${name} (${currency})`,
    }))
    return { choices, ...firstPage }
  },
})

const offers = listTrigger({
  key: 'offer_list',
  noun: 'Offer',
  label: 'List Offers',
  async read(caller, { inputData, after }) {
    const organizationId = text(inputData['organizationId'])
    const { productSearch } = await ask(caller, OffersDocument, { first: 50, after, organizationId })
    const choices = productSearch.nodes.flatMap((product) =>
      product.offers.map(({ id, name }) => ({ id, name: `${product.name}: ${name}` })),
    )
    return { choices, ...productSearch.pageInfo }
  },
})

const terms = listTrigger({
  key: 'terms_list',
  noun: 'Terms',
  label: 'List Terms',
  async read(caller, { after }) {
    const { termsDocuments } = await ask(caller, TermsDocument, { after })
    const choices = termsDocuments.nodes.flatMap(({ title, currentVersion }) =>
      currentVersion ? [{ id: currentVersion.id, name: `${title} ${currentVersion.version}` }] : [],
    )
    return { choices, ...termsDocuments.pageInfo }
  },
})

const orders = listTrigger({
  key: 'order_list',
  noun: 'Order',
  label: 'List Orders',
  async read(caller, { after }) {
    const { orders } = await ask(caller, OrdersDocument, { first: 50, after })
    const choices = orders.nodes.map(({ id, orderNumber, organization }) => ({
      id,
      name: `${orderNumber ?? 'Draft'} ${organization?.name ?? ''}`.trim(),
    }))
    return { choices, ...orders.pageInfo }
  },
})

const approvals = listTrigger({
  key: 'approval_list',
  noun: 'Approval',
  label: 'List Approvals',
  async read(caller, { after }) {
    const { approvals } = await ask(caller, ApprovalsDocument, {
      first: 50,
      after,
      where: { status: ['PENDING'] },
    })
    return {
      choices: approvals.nodes.map(({ id, reason }) => ({ id, name: reason })),
      ...approvals.pageInfo,
    }
  },
})

/** What fills the dropdowns of fields that hold an id. */
export const dropdowns = [customers, accounts, offers, terms, orders, approvals]
