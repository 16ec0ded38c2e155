import { Checkbox, Fieldset, NativeSelect, SimpleGrid, Stack } from '@mantine/core'
import type { OrderStage } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { stages } from '../wizard/stages.ts'

/** Where the requester is to look. */
export interface Place {
  stage: OrderStage | null
  lineNumbers: number[]
}

interface PlaceFieldsProps {
  place: Place
  set: (place: Place) => void
  lines: ReadonlyArray<{ lineNumber: number; item: { productName: string } }>
}

// The summary has nothing of its own to change.
const changeable = stages.filter(({ kind }) => kind !== 'SUMMARY')

/** Names a stage and lines for whoever is asked to change the order; both may stay empty. */
export function PlaceFields({ place, set, lines }: PlaceFieldsProps) {
  return (
    <Fieldset legend={t('approvals.whereToLook')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label={t('approvals.stage')}
          value={place.stage ?? ''}
          onChange={(event) =>
            set({
              ...place,
              stage: changeable.find(({ kind }) => kind === event.currentTarget.value)?.kind ?? null,
            })
          }
          data={[
            { value: '', label: t('approvals.wholeOrder') },
            ...changeable.map(({ kind }) => ({ value: kind, label: t(`stage.${kind}`) })),
          ]}
        />
        <Checkbox.Group
          label={t('approvals.lines')}
          value={place.lineNumbers.map(String)}
          onChange={(chosen) => set({ ...place, lineNumbers: chosen.map(Number) })}
        >
          <Stack gap={6} mt={6}>
            {lines.map(({ lineNumber, item }) => (
              <Checkbox
                key={lineNumber}
                value={String(lineNumber)}
                label={t('approvals.line', { number: lineNumber, name: item.productName })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      </SimpleGrid>
    </Fieldset>
  )
}
