import { Checkbox, Group, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApproverKind } from '../generated/operations.ts'
import { t } from '../strings.ts'
import type { ApproverDraft } from './policy-draft.ts'
import { useProblems } from './problems.tsx'
import { useApproverChoices } from './use-approver-choices.ts'

const kinds = [
  'ROLE',
  'USER',
  'GROUP',
  'REQUESTER_MANAGER',
  'ACCOUNT_OWNER',
  'COST_CENTER_OWNER',
  'CUSTOMER_CONTACT',
  'EXTERNAL',
] as const satisfies ApproverKind[]

const isNamed = (kind: ApproverKind) =>
  kind === 'ROLE' || kind === 'USER' || kind === 'GROUP' || kind === 'EXTERNAL'

interface ApproverFieldsProps {
  approver: ApproverDraft
  /** Where it stands in what is sent. */
  place: string
  /** What the approver is there for, for people. */
  label: string
  set: (approver: ApproverDraft) => void
  children?: ReactNode
}

/** One whom a step asks: what kind, and who. */
export function ApproverFields({ approver, place, label, set, children }: ApproverFieldsProps) {
  const { kind, who, atPolicyOwner } = approver
  const { choicesOf } = useApproverChoices()
  const choices = choicesOf(kind)
  const problem = useProblems(place, true)
  const choose = (next: ApproverKind) =>
    set({ ...approver, kind: next, who: choicesOf(next)[0]?.value ?? '', atPolicyOwner: false })
  // Whoever may not be chosen any more is still shown.
  const isGone = isNamed(kind) && who !== '' && !choices.some(({ value }) => value === who)
  return (
    <Group gap="xs" align="end">
      <NativeSelect
        id={approver.id}
        label={label}
        error={isNamed(kind) ? undefined : problem}
        value={kind}
        onChange={(event) => {
          const next = kinds.find((one) => one === event.currentTarget.value)
          if (next) choose(next)
        }}
        data={kinds.map((value) => ({ value, label: t(`approverKind.${value}`) }))}
      />
      {isNamed(kind) && (
        <NativeSelect
          label={t('approver.who', { label })}
          error={problem}
          maw={320}
          value={who}
          onChange={(event) => set({ ...approver, who: event.currentTarget.value })}
          data={[
            ...(who === '' ? [{ value: '', label: t('approver.choose') }] : []),
            ...(isGone ? [{ value: who, label: t('approver.gone', { id: who }) }] : []),
            ...choices,
          ]}
        />
      )}
      {kind === 'ROLE' && (
        <Checkbox
          label={t('approver.atOwner')}
          mb={8}
          checked={atPolicyOwner}
          onChange={(event) => set({ ...approver, atPolicyOwner: event.currentTarget.checked })}
        />
      )}
      {children}
    </Group>
  )
}
