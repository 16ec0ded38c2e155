import { Accordion, Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { settings } from '../settings.ts'
import { t } from '../strings.ts'
import { headerLines } from './header-lines.ts'
import { InspectedEndpoint } from './inspected-endpoint.tsx'
import { prettyOf } from './pretty-of.ts'
import { useInspector, type InspectedRequest } from './use-inspector.ts'

/** What webhooks bring, for whoever has no receiver yet: every request to an address of one's own. */
export function InspectorPage() {
  if (settings.tools.inspector) return <Inspector />
  return (
    <Page title={t('inspector.title')}>
      <Text>{t('inspector.off')}</Text>
    </Page>
  )
}

function Inspector() {
  const { told, problem, again, forget } = useInspector()
  return (
    <Page
      title={t('inspector.title')}
      actions={
        told &&
        told.requests.length > 0 && (
          <Button variant="default" size="sm" onClick={forget}>
            {t('inspector.forget')}
          </Button>
        )
      }
    >
      <Text c="dimmed">{t('inspector.lead')}</Text>
      {problem !== null && (
        <Alert color="red" variant="outline" role="alert" title={t('fault.title')}>
          <Text size="sm">{problem || t('fault.server')}</Text>
          <Button mt="sm" size="compact-sm" variant="default" onClick={again}>
            {t('fault.again')}
          </Button>
        </Alert>
      )}
      {!told && problem === null && <Loading rows={4} />}
      {told && (
        <>
          <CodeBlock label={t('inspector.address')} text={told.url} />
          <Text size="sm" c="dimmed">
            {t('inspector.addressHint')}
          </Text>
          <InspectedEndpoint address={told.url} />
          <Requests list={told.requests} />
        </>
      )}
    </Page>
  )
}

const colors = { VALID: 'green', INVALID: 'red', UNSIGNED: 'orange', UNKNOWN_ENDPOINT: 'gray' } as const

function Requests({ list }: { list: InspectedRequest[] }) {
  return (
    <Section title={t('inspector.requests')}>
      <Text role="status" size="sm" c="dimmed" mb="sm">
        {list.length === 0 ? t('inspector.none') : t('inspector.count', { count: list.length })}
      </Text>
      {list.length > 0 && (
        <Accordion variant="contained" order={3}>
          {list.map((request) => (
            <RequestItem key={request.id} request={request} />
          ))}
        </Accordion>
      )}
    </Section>
  )
}

/** What it tells of: the name of the event where the body says it. */
function nameOf({ body, headers, method }: InspectedRequest): string {
  try {
    const { type } = JSON.parse(body) as { type?: unknown }
    if (typeof type === 'string') return type
  } catch {
    // Not JSON: the request stands for itself.
  }
  return headers.find(({ name }) => name === 'ce-type')?.value ?? method
}

function RequestItem({ request }: { request: InspectedRequest }) {
  const { id, verdict, receivedAt, method, path, answered, headers, body, isTruncated } = request
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <Group component="span" gap="sm">
          <Text span fw={600}>
            {nameOf(request)}
          </Text>
          <Badge component="span" color={colors[verdict]} variant="dot" tt="none">
            {t(`inspector.verdict.${verdict}`)}
          </Badge>
          <Text span size="sm" c="dimmed">
            {t('inspector.told', { moment: formatMoment(receivedAt), status: answered })}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>
          <Text size="sm">{t(`inspector.meaning.${verdict}`)}</Text>
          <CodeBlock label={t('inspector.headers')} text={`${method} ${path}\n${headerLines(headers)}`} />
          <CodeBlock label={t('inspector.body')} text={prettyOf(body)} copied={body} />
          {isTruncated && (
            <Text size="sm" c="dimmed">
              {t('inspector.truncated')}
            </Text>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}
