import { Button, Checkbox, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { ApiKeyListDocument, type ApiKeyFieldsFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Page } from '../parts/page.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { t } from '../strings.ts'
import { CreateKey } from './create-key.tsx'
import { RevokeKey } from './revoke-key.tsx'

/** What programs sign in with. */
export function KeysPage() {
  const [isCreating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKeyFieldsFragment | null>(null)
  const [includeRevoked, setIncludeRevoked] = useState(false)
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: ApiKeyListDocument,
    variables: { first: 15, after: pages.after, includeRevoked },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.apiKeys.nodes
  const refresh = () => again({ requestPolicy: 'network-only' })
  return (
    <Page
      title={t('keys.title')}
      actions={<Button onClick={() => setCreating(true)}>{t('keys.add')}</Button>}
    >
      <Text c="dimmed">{t('keys.lead')}</Text>
      <Checkbox
        label={t('keys.includeRevoked')}
        checked={includeRevoked}
        onChange={(event) => {
          setIncludeRevoked(event.currentTarget.checked)
          pages.restart()
        }}
      />
      <AnswerState list={list} error={error} again={again} none={t('keys.none')} />
      {list && list.length > 0 && <KeyTable list={list} revoke={setRevoking} />}
      <Pager pages={pages} info={data?.apiKeys.pageInfo} />
      {isCreating && (
        <CreateKey
          close={() => {
            setCreating(false)
            refresh()
          }}
        />
      )}
      {revoking && (
        <RevokeKey
          apiKey={revoking}
          close={() => {
            setRevoking(null)
            refresh()
          }}
        />
      )}
    </Page>
  )
}

interface KeyTableProps {
  list: ApiKeyFieldsFragment[]
  revoke: (key: ApiKeyFieldsFragment) => void
}

function KeyTable({ list, revoke }: KeyTableProps) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('keys.scopes')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('keys.lastUsed')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('keys.expires')}</Table.Th>
            <Table.Th>{t('keys.action')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((key) => (
            <KeyRow key={key.id} apiKey={key} revoke={() => revoke(key)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function KeyRow({ apiKey, revoke }: { apiKey: ApiKeyFieldsFragment; revoke: () => void }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Stack gap={0}>
          <Text size="sm" fw={500}>
            {apiKey.name}
          </Text>
          <Text size="xs" c="dimmed">
            {t('keys.made', { lastFour: apiKey.lastFour, moment: formatMoment(apiKey.createdAt) })}
          </Text>
          <Text size="xs" c="dimmed">
            {apiKey.organization?.name}
          </Text>
        </Stack>
      </Table.Th>
      <Table.Td visibleFrom="sm">
        <Text size="sm" className="address">
          {apiKey.scopes.join(', ')}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {apiKey.lastUsedAt ? formatMoment(apiKey.lastUsedAt) : t('keys.never')}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {apiKey.expiresAt ? formatMoment(apiKey.expiresAt) : t('keys.never')}
      </Table.Td>
      <Table.Td>
        {apiKey.revokedAt ? (
          <Text size="sm" c="dimmed">
            {t('keys.revokedAt', { moment: formatMoment(apiKey.revokedAt) })}
          </Text>
        ) : (
          <Button
            size="compact-sm"
            variant="outline"
            color="red"
            aria-label={t('keys.revokeOne', { name: apiKey.name })}
            onClick={revoke}
          >
            {t('keys.revoke')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
