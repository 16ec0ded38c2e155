import { Button, Grid, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { WizardLine } from './stages.ts'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { CategoryList } from './category-list.tsx'
import { ChangeLine } from './change-line.tsx'
import { itemsOf, withOffer } from './items-of.ts'
import { LineTable } from './line-table.tsx'
import { SearchProducts } from './search-products.tsx'
import { StageBar } from './stage-bar.tsx'
import { useSelectItems } from './use-select-items.ts'
import type { StageProps } from './wizard-page.tsx'

/** Stage 1: what is bought. Every change is saved at once. */
export function ItemsStage({ order, saving, move }: StageProps) {
  const [searching, setSearching] = useState<{ categoryId: string | null } | null>(null)
  const [changing, setChanging] = useState<WizardLine | null>(null)
  const select = useSelectItems(order.id, saving)
  const items = itemsOf(order)
  const remove = (line: WizardLine) =>
    void select(items.filter(({ lineNumber }) => lineNumber !== line.lineNumber))
  return (
    <Stack>
      <Grid>
        <Grid.Col span={{ base: 12, md: 3 }} visibleFrom="md">
          <CategoryList choose={(categoryId) => setSearching({ categoryId })} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }}>
          <Stack>
            <Group justify="space-between">
              <Title order={2} size="h4">
                {t('items.title')}
              </Title>
              <Button
                leftSection={<Icon name="search" />}
                variant={order.lines.length > 0 ? 'light' : 'filled'}
                onClick={() => setSearching({ categoryId: null })}
              >
                {t('items.search')}
              </Button>
            </Group>
            {order.lines.length === 0 && <Text c="dimmed">{t('items.none')}</Text>}
            {order.lines.length > 0 && <LineTable order={order} change={setChanging} remove={remove} />}
          </Stack>
        </Grid.Col>
      </Grid>
      <StageBar saving={saving} proceed={() => move(1)} />
      {searching && (
        <SearchProducts
          order={order}
          categoryId={searching.categoryId}
          close={() => setSearching(null)}
          choose={(offer) => select(withOffer(itemsOf(order), offer))}
        />
      )}
      {changing && (
        <ChangeLine
          line={changing}
          organizationId={order.organization?.id ?? ''}
          close={() => setChanging(null)}
          save={(change) =>
            select(
              items.map((item) => (item.lineNumber === changing.lineNumber ? { ...item, ...change } : item)),
            )
          }
        />
      )}
    </Stack>
  )
}
