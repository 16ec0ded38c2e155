import { Group, NativeSelect } from '@mantine/core'
import { t } from '../strings.ts'
import type { Comparison } from './condition-tree.ts'
import { useProblems } from './problems.tsx'
import { factLabel, type Fact } from './use-facts.ts'
import { ValueField } from './value-field.tsx'

/** A look at this fact, with values to begin with. */
export function comparing(fact: Fact, currency: string): Omit<Comparison, 'id'> {
  const isText = fact.kind === 'TEXT' || fact.kind === 'TEXTS'
  return {
    kind: 'fact',
    fact: fact.key,
    operator: fact.operators.find((one) => one === 'AT_LEAST') ?? fact.operators[0] ?? 'EQUAL',
    values: fact.kind === 'BOOLEAN' ? ['true'] : isText ? [] : [''],
    currency: fact.kind === 'MONEY' ? currency : '',
  }
}

interface ComparisonFieldsProps {
  comparison: Comparison
  facts: readonly Fact[]
  /** Of amounts, to begin with. */
  currency: string
  /** Where it stands in what is sent. */
  place: string
  set: (next: Comparison) => void
}

/** Fact, operator and value: the operators and the value follow the fact. */
export function ComparisonFields({ comparison, facts, currency, place, set }: ComparisonFieldsProps) {
  const fact = facts.find(({ key }) => key === comparison.fact)
  const choose = (key: string) => {
    const next = facts.find((one) => one.key === key)
    if (next) set({ ...comparing(next, currency), id: comparison.id })
  }
  return (
    <Group gap="xs" align="start">
      <NativeSelect
        id={comparison.id}
        label={t('condition.fact')}
        description={fact?.description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maw={320}
        error={useProblems(`${place}.fact`)}
        value={comparison.fact}
        onChange={(event) => choose(event.currentTarget.value)}
        data={facts.map(({ key }) => ({ value: key, label: factLabel(key) }))}
      />
      <NativeSelect
        label={t('condition.operator')}
        error={useProblems(`${place}.operator`)}
        value={comparison.operator}
        onChange={(event) => {
          const operator = fact?.operators.find((one) => one === event.currentTarget.value)
          if (operator) set({ ...comparison, operator })
        }}
        data={fact?.operators.map((value) => ({ value, label: t(`operator.${value}`) })) ?? []}
      />
      {fact && (
        <ValueField
          comparison={comparison}
          fact={fact}
          place={place}
          set={(change) => set({ ...comparison, ...change })}
        />
      )}
    </Group>
  )
}
