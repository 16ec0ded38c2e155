import type { MailContent } from './compose-mail.ts'
import { minute } from './mail-words.ts'
import type { EndpointNotificationKind, ToldEndpoint } from './told-endpoint.ts'

const nameOf = ({ webhookEndpoint: { description, url } }: ToldEndpoint) =>
  description ? `"${description}"` : url

const at = (instant: string | null | undefined) => (instant ? minute(new Date(instant)) : null)

const howLong: Record<string, string> = {
  FAILING_1_HOUR: 'for an hour',
  FAILING_24_HOURS: 'for a day',
  DISABLED_IN_24_HOURS: 'for four days',
}

const reasons: Record<string, string> = {
  GONE: 'Its receiver answered 410: it is gone for good.',
  RECEIVER_REQUEST: 'Its receiver asked for it (webhook-delivery: disable).',
  FAILING: 'Every attempt of five days failed.',
  EXPIRED: 'Its time was over.',
}

function factsOf({ webhookEndpoint, outage }: ToldEndpoint): MailContent['facts'] {
  const last = outage?.lastAttempt
  return [
    ['Endpoint', webhookEndpoint.id],
    ['URL', webhookEndpoint.url],
    ['Failing since', at(outage?.since)],
    ['Will be disabled', at(outage?.disablesAt)],
    ['Last event', last?.eventType],
    ['Last answer', last ? `${last.statusCode ?? last.errorCode ?? ''} ${last.answer}`.trim() : null],
  ]
}

const replay = 'Events that it misses are kept as SKIPPED messages. Enable it again, then replay them.'

function failing(told: ToldEndpoint): MailContent {
  const { notice = '', disablesAt = null } = told.outage ?? {}
  const isLast = notice === 'DISABLED_IN_24_HOURS'
  return {
    subject: isLast
      ? `Webhook endpoint ${nameOf(told)} will be disabled`
      : `Webhook endpoint ${nameOf(told)} fails`,
    paragraphs: [
      `Every attempt to tell the webhook endpoint ${nameOf(told)} of an event has failed ${howLong[notice] ?? ''}.`,
      disablesAt
        ? 'What it should have heard is tried again. If nothing succeeds, it is disabled at the time below.'
        : 'What it should have heard is tried again. It is not disabled, as its policy says.',
    ],
    facts: factsOf(told),
  }
}

function disabled(told: ToldEndpoint): MailContent {
  const reason = reasons[told.webhookEndpoint.disabledReason ?? ''] ?? ''
  return {
    subject: `Webhook endpoint ${nameOf(told)} is disabled`,
    paragraphs: [`The webhook endpoint ${nameOf(told)} receives nothing any more. ${reason}`, replay],
    facts: factsOf(told),
  }
}

function recovered(told: ToldEndpoint): MailContent {
  return {
    subject: `Webhook endpoint ${nameOf(told)} works again`,
    paragraphs: [`The webhook endpoint ${nameOf(told)} has taken an event again. You need do nothing.`],
    facts: factsOf(told),
  }
}

const footer = 'Countersign sent this because the endpoint is yours. Nobody reads answers to it.'

const texts: Readonly<Record<EndpointNotificationKind, (told: ToldEndpoint) => MailContent>> = {
  WEBHOOK_FAILING: failing,
  WEBHOOK_DISABLED: disabled,
  WEBHOOK_RECOVERED: recovered,
}

/** What a mail about a webhook endpoint says. */
export function endpointContent(kind: EndpointNotificationKind, told: ToldEndpoint): MailContent {
  return { ...texts[kind](told), footer }
}
