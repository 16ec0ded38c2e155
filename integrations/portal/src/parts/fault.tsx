import { Alert, Button, Group, List, Text } from '@mantine/core'
import type { CombinedError } from 'urql'
import { t } from '../strings.ts'

/** What the API refused, as it says it. */
export interface Refusal {
  code: string
  message: string
  path: string[]
}

/** A request that failed as a whole, in a sentence. */
function sentenceOf(error: CombinedError): string {
  return error.graphQLErrors[0]?.message ?? t(navigator.onLine ? 'fault.server' : 'fault.offline')
}

/** Says that a request failed, and offers to try again. */
export function Fault({ error, again }: { error: CombinedError; again?: () => void }) {
  return (
    <Alert color="red" variant="outline" title={t('fault.title')} role="alert">
      <Text size="sm">{sentenceOf(error)}</Text>
      {again && (
        <Group mt="sm">
          <Button size="compact-sm" variant="default" onClick={again}>
            {t('fault.again')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}

/** Says what was refused; nothing when nothing was. */
export function Refusals({ list }: { list: readonly Refusal[] }) {
  if (list.length === 0) return null
  return (
    <Alert color="red" variant="outline" title={t('fault.refused')} role="alert">
      <List size="sm">
        {list.map(({ code, message, path }) => (
          <List.Item key={`${code} ${path.join('.')}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
