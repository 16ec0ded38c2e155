import { Accordion, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Refusal } from '../parts/fault.tsx'
import { MomentField } from '../parts/moment-field.tsx'
import { t } from '../strings.ts'
import { CredentialFields } from './credential-fields.tsx'
import type { EndpointWish } from './endpoint-wish.ts'
import { EventPatterns } from './event-patterns.tsx'
import { FilterFields } from './filter-fields.tsx'
import { HeaderFields } from './header-fields.tsx'

interface EndpointFormProps {
  wish: EndpointWish
  set: (wish: EndpointWish) => void
  refusals: readonly Refusal[]
  isNew: boolean
}

const formats = ['STANDARD', 'CLOUDEVENTS_STRUCTURED', 'CLOUDEVENTS_BINARY'] as const
const payloads = ['FULL', 'THIN', 'FLAT', 'QUERY'] as const
const orderings = ['PER_SUBJECT', 'STRICT', 'NONE'] as const
const policies = ['AFTER_FAILURES', 'NEVER'] as const
const schemes = ['HMAC', 'ED25519', 'BOTH'] as const

const choices = <Value extends string>(values: readonly Value[], labelOf: (value: Value) => string) =>
  values.map((value) => ({ value, label: labelOf(value) }))

const wrongOf = (refusals: readonly Refusal[]) => (name: string) =>
  refusals.find(({ path }) => path[0] === name)?.message

/** Where and what first; how it is sent, for those who ask, under "more". */
export function EndpointForm({ wish, set, refusals, isNew }: EndpointFormProps) {
  const wrong = wrongOf(refusals)
  return (
    <Stack>
      <TextInput
        label={t('webhooks.url')}
        description={t('webhooks.urlHint')}
        type="url"
        required
        data-autofocus
        value={wish.url}
        error={wrong('url')}
        onChange={(event) => set({ ...wish, url: event.currentTarget.value })}
      />
      <EventPatterns
        label={t('webhooks.events')}
        description={t('webhooks.eventsHint')}
        value={wish.eventTypes}
        error={wrong('eventTypes')}
        onChange={(eventTypes) => set({ ...wish, eventTypes })}
      />
      <TextInput
        label={t('webhooks.description')}
        maxLength={500}
        value={wish.description}
        error={wrong('description')}
        onChange={(event) => set({ ...wish, description: event.currentTarget.value })}
      />
      <Accordion variant="contained" order={3}>
        <Accordion.Item value="more">
          <Accordion.Control>{t('webhooks.more')}</Accordion.Control>
          <Accordion.Panel>
            <More wish={wish} set={set} refusals={refusals} isNew={isNew} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

function More({ wish, set, refusals, isNew }: EndpointFormProps) {
  const wrong = wrongOf(refusals)
  return (
    <Stack>
      <What wish={wish} set={set} wrong={wrong} />
      <FilterFields filter={wish.filter} set={(filter) => set({ ...wish, filter })} refusals={refusals} />
      <Pace wish={wish} set={set} wrong={wrong} />
      <CredentialFields
        credential={wish.credential}
        set={(credential) => set({ ...wish, credential })}
        isNew={isNew}
        error={wrong('authentication')}
      />
      <HeaderFields
        headers={wish.headers}
        set={(headers) => set({ ...wish, headers })}
        isNew={isNew}
        refusals={refusals}
      />
      <MomentField
        label={t('webhooks.expiresAt')}
        description={t('webhooks.expiresHint')}
        value={wish.expiresAt}
        set={(expiresAt) => set({ ...wish, expiresAt })}
        error={wrong('expiresAt')}
      />
      {isNew && <Scheme wish={wish} set={set} />}
    </Stack>
  )
}

/** A secret's kind is chosen once; later it is rotated. */
function Scheme({ wish, set }: Pick<EndpointFormProps, 'wish' | 'set'>) {
  return (
    <NativeSelect
      label={t('webhooks.scheme')}
      value={wish.signatureScheme}
      onChange={(event) =>
        set({ ...wish, signatureScheme: event.currentTarget.value as EndpointWish['signatureScheme'] })
      }
      data={choices(schemes, (one) => t(`webhooks.schemes.${one}`))}
    />
  )
}

interface PartProps {
  wish: EndpointWish
  set: (wish: EndpointWish) => void
  wrong: (name: string) => string | undefined
}

function What({ wish, set, wrong }: PartProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NativeSelect
          label={t('webhooks.format')}
          value={wish.format}
          onChange={(event) => set({ ...wish, format: event.currentTarget.value as EndpointWish['format'] })}
          data={choices(formats, (one) => t(`webhooks.formats.${one}`))}
        />
        <NativeSelect
          label={t('webhooks.payload')}
          value={wish.payload}
          error={wrong('payload')}
          onChange={(event) =>
            set({ ...wish, payload: event.currentTarget.value as EndpointWish['payload'] })
          }
          data={choices(payloads, (one) => t(`webhooks.payloads.${one}`))}
        />
      </SimpleGrid>
      {wish.payload === 'QUERY' && (
        <Textarea
          label={t('webhooks.query')}
          description={t('webhooks.queryHint')}
          autosize
          minRows={4}
          required
          spellCheck={false}
          value={wish.query}
          error={wrong('query')}
          onChange={(event) => set({ ...wish, query: event.currentTarget.value })}
        />
      )}
    </>
  )
}

const numbers = [
  { name: 'timeoutSeconds', most: 30, isRequired: true },
  { name: 'maxConcurrency', most: 50, isRequired: true },
  { name: 'maxPerSecond', most: 1000, isRequired: false },
] as const

function Pace({ wish, set, wrong }: PartProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NativeSelect
          label={t('webhooks.ordering')}
          value={wish.ordering}
          onChange={(event) =>
            set({ ...wish, ordering: event.currentTarget.value as EndpointWish['ordering'] })
          }
          data={choices(orderings, (one) => t(`webhooks.orderings.${one}`))}
        />
        <NativeSelect
          label={t('webhooks.disablePolicy')}
          value={wish.disablePolicy}
          onChange={(event) =>
            set({ ...wish, disablePolicy: event.currentTarget.value as EndpointWish['disablePolicy'] })
          }
          data={choices(policies, (one) => t(`webhooks.disablePolicies.${one}`))}
        />
        {numbers.map(({ name, most, isRequired }) => (
          <TextInput
            key={name}
            label={t(`webhooks.${name}`)}
            type="number"
            min={1}
            max={most}
            step={1}
            required={isRequired}
            value={wish[name]}
            error={wrong(name)}
            onChange={(event) => set({ ...wish, [name]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('webhooks.orderingHint')}
      </Text>
    </>
  )
}
