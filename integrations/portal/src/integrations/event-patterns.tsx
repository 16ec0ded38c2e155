import { TagsInput } from '@mantine/core'
import { useQuery } from 'urql'
import { WebhookEventTypesDocument } from '../generated/operations.ts'
import { t } from '../strings.ts'

interface EventPatternsProps {
  label: string
  description: string
  value: string[]
  onChange: (patterns: string[]) => void
  error?: string | undefined
}

/** Every word that stands before a dot, with a star for what follows it; then the names themselves. */
function suggested(names: readonly string[]): string[] {
  const words = new Set(names.flatMap((name) => (name.includes('.') ? [`${name.split('.')[0]}.*`] : [])))
  return ['*', ...words, ...names]
}

/** Names of events, and words with a star; what there is, is suggested. */
export function EventPatterns({ label, description, value, onChange, error }: EventPatternsProps) {
  const [{ data }] = useQuery({ query: WebhookEventTypesDocument })
  const names = data?.webhookEventTypes.map(({ name }) => name) ?? []
  return (
    <TagsInput
      label={label}
      description={description}
      placeholder={value.length === 0 ? t('webhooks.eventsPlaceholder') : ''}
      data={suggested(names)}
      value={value}
      onChange={onChange}
      error={error}
      splitChars={[',', ' ']}
      clearable
    />
  )
}
