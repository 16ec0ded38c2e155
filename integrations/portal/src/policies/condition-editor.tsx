import { ActionIcon, Button, Fieldset, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { newKey } from '../new-key.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { comparing, ComparisonFields } from './comparison-fields.tsx'
import {
  isReadable,
  newBranch,
  parentOf,
  placesOf,
  withMove,
  withPart,
  type Branch,
  type ConditionPart,
} from './condition-tree.ts'
import { Problem } from './problems.tsx'
import { factLabel, useFacts, type Fact } from './use-facts.ts'

interface ConditionEditorProps {
  root: Branch
  /** Of amounts, to begin with. */
  currency: string
  set: (root: Branch) => void
}

/** What every part of the tree needs. */
interface Tree extends ConditionEditorProps {
  facts: readonly Fact[]
  places: ReadonlyMap<string, string>
  /** Changes the tree, and leaves the focus on the element with this id. */
  change: (root: Branch, focus: string) => void
}

const kinds = ['all', 'any', 'not'] as const

/** The condition as a tree: every part can be added, changed, moved and removed by keyboard. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { facts, error, again } = useFacts()
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    if (wanted.current) document.getElementById(wanted.current)?.focus()
    wanted.current = null
  })
  if (!facts) return <AnswerState list={facts} error={error} again={again} none="" rows={2} />
  const change = (root: Branch, focus: string) => {
    wanted.current = focus
    props.set(root)
  }
  const places = placesOf(props.root, ['condition'])
  return <BranchFields tree={{ ...props, facts, places, change }} branch={props.root} number="" />
}

interface BranchFieldsProps {
  tree: Tree
  branch: Branch
  /** Where it stands, for people: 2.1. */
  number: string
}

function BranchFields({ tree, branch, number }: BranchFieldsProps) {
  const place = tree.places.get(branch.id) ?? ''
  const isRoot = branch.id === tree.root.id
  return (
    <Fieldset legend={isRoot ? t('condition.root') : t('condition.group', { number })} p="sm">
      <Stack gap="sm">
        <Group gap="xs" align="end">
          <KindSelect tree={tree} branch={branch} />
          {!isRoot && <PartButtons tree={tree} part={branch} name={t('condition.group', { number })} />}
        </Group>
        <Problem place={place} />
        <Problem place={`${place}.${branch.kind === 'not' ? 'not.any' : branch.kind}`} />
        {branch.parts.length === 0 && (
          <Text size="sm" c="dimmed">
            {t(isRoot ? 'condition.none' : 'condition.empty')}
          </Text>
        )}
        {branch.parts.map((part, at) => (
          <Part key={part.id} tree={tree} part={part} number={`${number && `${number}.`}${at + 1}`} />
        ))}
        <AddButtons tree={tree} branch={branch} />
      </Stack>
    </Fieldset>
  )
}

function KindSelect({ tree, branch }: Pick<BranchFieldsProps, 'tree' | 'branch'>) {
  const asKind = (kind: Branch['kind']) => withPart(tree.root, branch.id, { ...branch, kind })
  return (
    <NativeSelect
      id={branch.id}
      label={t('condition.kind')}
      value={branch.kind}
      onChange={(event) => {
        const kind = kinds.find((one) => one === event.currentTarget.value)
        if (kind) tree.set(asKind(kind))
      }}
      data={kinds.map((value) => ({
        value,
        label: t(`condition.${value}`),
        disabled: !isReadable(asKind(value)),
      }))}
    />
  )
}

function AddButtons({ tree, branch }: Pick<BranchFieldsProps, 'tree' | 'branch'>) {
  const { root, facts, currency, change } = tree
  const total = facts.find(({ key }) => key === 'firstInvoiceTotal') ?? facts[0]
  if (!total) return null
  const comparison = { ...comparing(total, currency), id: newKey() }
  const group = newBranch(branch.kind === 'all' ? 'any' : 'all', [comparison])
  const withOne = (part: ConditionPart) =>
    withPart(root, branch.id, { ...branch, parts: [...branch.parts, part] })
  return (
    <Group gap="xs">
      <Button
        id={`${branch.id}-add`}
        size="compact-sm"
        variant="default"
        disabled={!isReadable(withOne(comparison))}
        onClick={() => change(withOne(comparison), comparison.id)}
      >
        {t('condition.add')}
      </Button>
      {isReadable(withOne(group)) && (
        <Button size="compact-sm" variant="default" onClick={() => change(withOne(group), group.id)}>
          {t('condition.addGroup')}
        </Button>
      )}
    </Group>
  )
}

interface PartProps {
  tree: Tree
  part: ConditionPart
  number: string
}

function Part({ tree, part, number }: PartProps) {
  if (part.kind !== 'fact') return <BranchFields tree={tree} branch={part} number={number} />
  const place = tree.places.get(part.id) ?? ''
  return (
    <div role="group" aria-label={t('condition.one', { number })}>
      <Group gap="xs" align="start" justify="space-between">
        <ComparisonFields
          comparison={part}
          facts={tree.facts}
          currency={tree.currency}
          place={place}
          set={(next) => tree.set(withPart(tree.root, part.id, next))}
        />
        <PartButtons tree={tree} part={part} name={`${number} ${factLabel(part.fact)}`} />
      </Group>
      <Problem place={place} />
    </div>
  )
}

function PartButtons({ tree, part, name }: Pick<PartProps, 'tree' | 'part'> & { name: string }) {
  const { root, change } = tree
  const button = (kind: 'up' | 'down' | 'remove', act: () => void) => (
    <ActionIcon
      id={`${part.id}-${kind}`}
      variant="subtle"
      size="lg"
      color={kind === 'remove' ? 'red' : undefined}
      aria-label={t(`condition.${kind}`, { name })}
      onClick={act}
    >
      <Icon name={kind === 'remove' ? 'trash' : kind} />
    </ActionIcon>
  )
  return (
    <Group gap={2} wrap="nowrap">
      {button('up', () => change(withMove(root, part, -1), `${part.id}-up`))}
      {button('down', () => change(withMove(root, part, 1), `${part.id}-down`))}
      {button('remove', () =>
        change(withPart(root, part.id, null), `${parentOf(root, part.id)?.id ?? root.id}-add`),
      )}
    </Group>
  )
}
