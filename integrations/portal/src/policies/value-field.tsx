import { Group, MultiSelect, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { t } from '../strings.ts'
import type { Comparison } from './condition-tree.ts'
import { CustomerValues } from './customer-values.tsx'
import { OfferValues } from './offer-values.tsx'
import { ProductValues } from './product-values.tsx'
import { useApproverChoices } from './use-approver-choices.ts'
import { useFacts, type Fact } from './use-facts.ts'
import { useProblems } from './problems.tsx'

interface ValueFieldProps {
  comparison: Comparison
  fact: Fact
  /** Where the comparison stands in what is sent. */
  place: string
  set: (change: Partial<Comparison>) => void
}

/** With what a fact is compared, by what kind of value it has. */
export function ValueField(props: ValueFieldProps) {
  switch (props.fact.kind) {
    case 'MONEY':
      return <Amount {...props} />
    case 'BOOLEAN':
      return <YesOrNo {...props} />
    case 'TEXT':
    case 'TEXTS':
      return <Texts {...props} />
    default:
      return <Single {...props} />
  }
}

function Single({ comparison, fact, place, set }: ValueFieldProps) {
  return (
    <TextInput
      label={t('condition.value')}
      type={fact.kind === 'DATE' ? 'date' : 'text'}
      inputMode={fact.kind === 'DATE' ? undefined : 'decimal'}
      w={150}
      error={useProblems(`${place}.values`)}
      value={comparison.values[0] ?? ''}
      onChange={(event) => set({ values: [event.currentTarget.value.trim()] })}
    />
  )
}

function Amount({ comparison, place, set }: ValueFieldProps) {
  return (
    <Group gap="xs" align="start" wrap="nowrap">
      <TextInput
        label={t('condition.amount')}
        inputMode="decimal"
        w={130}
        error={useProblems(`${place}.values`)}
        value={comparison.values[0] ?? ''}
        onChange={(event) => set({ values: [event.currentTarget.value.trim()] })}
      />
      <TextInput
        label={t('condition.currency')}
        w={90}
        maxLength={3}
        error={useProblems(`${place}.currency`)}
        value={comparison.currency}
        onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
      />
    </Group>
  )
}

function YesOrNo({ comparison, place, set }: ValueFieldProps) {
  return (
    <NativeSelect
      label={t('condition.value')}
      error={useProblems(`${place}.values`)}
      value={comparison.values[0] ?? 'true'}
      onChange={(event) => set({ values: [event.currentTarget.value] })}
      data={[
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ]}
    />
  )
}

/** Facts whose values are chosen by words. */
const found = { customerId: CustomerValues, productIds: ProductValues, offerIds: OfferValues } as const
const isFound = (key: string): key is keyof typeof found => Object.hasOwn(found, key)

function Texts({ comparison, fact, place, set }: ValueFieldProps) {
  const ofFact = useFacts().choicesOf(fact.key)
  const { colleagues } = useApproverChoices()
  const choices = fact.key === 'requesterId' ? colleagues : ofFact
  const common = {
    label: t('condition.values'),
    error: useProblems(`${place}.values`),
    value: [...comparison.values],
    onChange: (values: string[]) => set({ values }),
    miw: 220,
    flex: 1,
  }
  if (isFound(fact.key)) {
    const Values = found[fact.key]
    return <Values {...common} />
  }
  if (choices) return <MultiSelect {...common} data={choices} searchable hidePickedOptions />
  return <TagsInput {...common} description={t('condition.tags')} maxTags={100} />
}
