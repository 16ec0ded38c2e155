import { List, Stack, Text } from '@mantine/core'
import type { EndpointFieldsFragment } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { filterDraftOf } from './filter-draft.ts'

/** A filter as people read it: a sentence for each line. */
export function FilterText({ filter }: Pick<EndpointFieldsFragment, 'filter'>) {
  const { kind, lines } = filterDraftOf(filter)
  if (kind === 'KEEP') return <Text size="sm">{t('filter.deep')}</Text>
  return (
    <Stack gap={0}>
      {lines.length > 1 && <Text size="sm">{t(`filter.${kind}`)}:</Text>}
      <List size="sm" listStyleType={lines.length > 1 ? 'disc' : 'none'}>
        {lines.map(({ id, path, operator, values }) => (
          <List.Item key={id} className="address">
            {[path, t(`filter.operators.${operator}`), values.join(', ')].join(' ')}
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}
