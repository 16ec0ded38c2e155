import { Accordion, Code, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { WebhookEventTypesDocument, type WebhookEventTypesQuery } from '../generated/operations.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { Facts } from '../parts/facts.tsx'
import { Icon } from '../parts/icon.tsx'
import { Page } from '../parts/page.tsx'
import { t } from '../strings.ts'

type EventType = WebhookEventTypesQuery['webhookEventTypes'][number]

const isFound = ({ name, description }: EventType, words: readonly string[]) =>
  words.every((word) => `${name} ${description}`.toLowerCase().includes(word))

/** Every event that endpoints can hear: what it means, since when, and an example. */
export function EventTypesPage() {
  const [search, setSearch] = useState('')
  const [{ data, error }, again] = useQuery({ query: WebhookEventTypesDocument })
  const words = search.toLowerCase().split(/\s+/)
  const list = data?.webhookEventTypes.filter((one) => isFound(one, words))
  return (
    <Page title={t('eventTypes.title')}>
      <Text c="dimmed">{t('eventTypes.lead')}</Text>
      <TextInput
        label={t('eventTypes.search')}
        type="search"
        leftSection={<Icon name="search" />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Text role="status" size="sm" c="dimmed">
        {list && t('eventTypes.found', { count: list.length })}
      </Text>
      <AnswerState list={list} error={error} again={again} none={t('eventTypes.none')} />
      {list && list.length > 0 && (
        <Accordion variant="contained" order={2}>
          {list.map((type) => (
            <EventTypeItem key={type.name} type={type} />
          ))}
        </Accordion>
      )}
    </Page>
  )
}

function EventTypeItem({ type: { name, description, since, subjectType, example } }: { type: EventType }) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <Code>{name}</Code>
        <Text span display="block" size="sm" c="dimmed" mt={4}>
          {description}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>
          <Facts
            list={[
              [t('eventTypes.since'), since],
              [t('eventTypes.subject'), subjectType],
            ]}
          />
          <CodeBlock label={t('eventTypes.example', { name })} text={JSON.stringify(example, null, 2)} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}
