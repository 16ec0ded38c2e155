import { Button, Fieldset, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useQuery } from 'urql'
import { WebhookEventTypesDocument } from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { newLine, type FilterDraft } from './filter-draft.ts'
import { FilterLineFields } from './filter-line-fields.tsx'
import { messagePlaces } from './message-places.ts'

interface FilterFieldsProps {
  filter: FilterDraft
  set: (filter: FilterDraft) => void
  refusals: readonly Refusal[]
}

const kinds = ['all', 'any'] as const

/** Every place that the events of the catalogue have something at. */
function usePlaces(): string[] {
  const [{ data }] = useQuery({ query: WebhookEventTypesDocument })
  const examples = data?.webhookEventTypes.map(({ example }) => example) ?? []
  return [...new Set(['type', ...messagePlaces(examples, 'data')])].toSorted()
}

/** Which messages are sent: lines that each look at one place of a message. */
export function FilterFields({ filter, set, refusals }: FilterFieldsProps) {
  const places = usePlaces()
  const adding = useRef<HTMLButtonElement>(null)
  const added = useRef<string | null>(null)
  useEffect(() => {
    if (added.current) document.getElementById(added.current)?.focus()
    added.current = null
  })
  const { kind, lines } = filter
  const of = (at: number) => refusals.filter(({ path }) => path[0] === 'filter' && path[2] === `${at}`)
  const add = () => {
    const line = newLine()
    added.current = line.id
    set({ ...filter, lines: [...lines, line] })
  }
  const remove = (id: string) => {
    adding.current?.focus()
    set({ ...filter, lines: lines.filter((one) => one.id !== id) })
  }
  if (kind === 'KEEP') return <Text size="sm">{t('filter.deep')}</Text>
  return (
    <Fieldset legend={t('webhooks.filter')} p="sm">
      <Stack gap="sm">
        {lines.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('filter.none')}
          </Text>
        )}
        {lines.length > 1 && (
          <NativeSelect
            label={t('filter.kind')}
            value={kind}
            onChange={(event) =>
              set({ ...filter, kind: event.currentTarget.value === 'any' ? 'any' : 'all' })
            }
            data={kinds.map((value) => ({ value, label: t(`filter.${value}`) }))}
          />
        )}
        {lines.map((line, at) => (
          <FilterLineFields
            key={line.id}
            line={line}
            number={at + 1}
            places={places}
            refusals={of(at)}
            set={(next) => set({ ...filter, lines: lines.map((one) => (one.id === line.id ? next : one)) })}
            remove={() => remove(line.id)}
          />
        ))}
        <Group>
          <Button ref={adding} size="compact-sm" variant="default" onClick={add}>
            {t('filter.add')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
