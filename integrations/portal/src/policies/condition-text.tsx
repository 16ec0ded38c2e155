import { List, Text } from '@mantine/core'
import { t } from '../strings.ts'
import { amountText, numberText } from './amount-text.ts'
import type { Branch, Comparison, ConditionPart } from './condition-tree.ts'
import { factLabel, useFacts } from './use-facts.ts'

interface ConditionTextProps {
  branch: Branch
  nameOf: (id: string) => string
}

/** A condition as people read it: sentences, those of a group indented. */
export function ConditionText({ branch, nameOf }: ConditionTextProps) {
  const { facts, choicesOf } = useFacts()
  const valueText = ({ fact, values, currency }: Comparison): string => {
    const [first = ''] = values
    const choices = choicesOf(fact)
    const labelOf = (one: string) => choices?.find(({ value }) => value === one)?.label ?? nameOf(one)
    switch (facts?.find(({ key }) => key === fact)?.kind) {
      case 'MONEY':
        return amountText({ amount: first, currency })
      case 'NUMBER':
        return numberText(first)
      case 'BOOLEAN':
        return t(first === 'true' ? 'yes' : 'no')
      default:
        return values.map(labelOf).join(', ')
    }
  }
  const part = (one: ConditionPart) =>
    one.kind === 'fact' ? (
      <List.Item key={one.id}>
        {t('condition.sentence', {
          fact: factLabel(one.fact),
          operator: t(`operator.${one.operator}`),
          value: valueText(one),
        })}
      </List.Item>
    ) : (
      <List.Item key={one.id}>
        <ConditionText branch={one} nameOf={nameOf} />
      </List.Item>
    )
  return (
    <>
      <Text size="sm">{t(`condition.${branch.kind}`)}:</Text>
      <List size="sm" withPadding>
        {branch.parts.map(part)}
      </List>
    </>
  )
}
