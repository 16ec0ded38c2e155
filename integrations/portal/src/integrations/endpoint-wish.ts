import type {
  EndpointFieldsFragment,
  WebhookAuthentication,
  WebhookDisablePolicy,
  WebhookFormat,
  WebhookOrdering,
  WebhookPayload,
  WebhookSignatureScheme,
} from '../generated/operations.ts'
import { filterDraftOf, filterInputOf, noFilter, type FilterDraft } from './filter-draft.ts'
import { headersInputOf, type HeaderDraft } from './header-draft.ts'

/** What a person enters about an endpoint; numbers as they are typed. */
export interface EndpointWish {
  url: string
  description: string
  eventTypes: string[]
  format: WebhookFormat
  payload: WebhookPayload
  query: string
  ordering: WebhookOrdering
  timeoutSeconds: string
  maxConcurrency: string
  maxPerSecond: string
  disablePolicy: WebhookDisablePolicy
  signatureScheme: WebhookSignatureScheme
  credential: Credential
  filter: FilterDraft
  headers: HeaderDraft
  /** ISO 8601; null: it does not end by itself. */
  expiresAt: string | null
}

/** How requests authenticate; KEEP: as before, for it cannot be read. */
export interface Credential {
  kind: 'KEEP' | WebhookAuthentication
  username: string
  password: string
  token: string
}

const noCredential = { username: '', password: '', token: '' }

/** What the API chooses when nothing is said. */
export const newWish: EndpointWish = {
  url: '',
  description: '',
  eventTypes: [],
  format: 'STANDARD',
  payload: 'FULL',
  query: '',
  ordering: 'PER_SUBJECT',
  timeoutSeconds: '15',
  maxConcurrency: '5',
  maxPerSecond: '',
  disablePolicy: 'AFTER_FAILURES',
  signatureScheme: 'HMAC',
  credential: { kind: 'NONE', ...noCredential },
  filter: noFilter,
  headers: { kind: 'REPLACE', lines: '' },
  expiresAt: null,
}

/** An endpoint as it is, to be changed. */
export function wishOf(endpoint: EndpointFieldsFragment): EndpointWish {
  const { url, eventTypes, format, payload, ordering, disablePolicy, signatureScheme } = endpoint
  return {
    url,
    eventTypes,
    format,
    payload,
    ordering,
    disablePolicy,
    signatureScheme,
    credential: { kind: 'KEEP', ...noCredential },
    filter: filterDraftOf(endpoint.filter),
    headers: { kind: 'KEEP', lines: '' },
    expiresAt: endpoint.expiresAt,
    description: endpoint.description ?? '',
    query: endpoint.query ?? '',
    timeoutSeconds: `${endpoint.timeoutSeconds}`,
    maxConcurrency: `${endpoint.maxConcurrency}`,
    maxPerSecond: endpoint.maxPerSecond === null ? '' : `${endpoint.maxPerSecond}`,
  }
}

function authenticationOf({ kind, username, password, token }: Credential) {
  if (kind === 'KEEP') return {}
  if (kind === 'NONE') return { authentication: null }
  return { authentication: kind === 'BASIC' ? { username, password } : { token } }
}

/** What is sent of it, for a new endpoint and for a changed one alike. */
export function inputOf(wish: EndpointWish) {
  const { eventTypes, format, payload, ordering, disablePolicy, expiresAt } = wish
  return {
    eventTypes,
    format,
    payload,
    ordering,
    disablePolicy,
    expiresAt,
    ...authenticationOf(wish.credential),
    ...filterInputOf(wish.filter),
    ...headersInputOf(wish.headers),
    // What is stored may stay: another payload does not ask it.
    ...(payload === 'QUERY' ? { query: wish.query } : {}),
    url: wish.url.trim(),
    description: wish.description.trim() || null,
    timeoutSeconds: Number(wish.timeoutSeconds),
    maxConcurrency: Number(wish.maxConcurrency),
    maxPerSecond: wish.maxPerSecond === '' ? null : Number(wish.maxPerSecond),
  }
}
