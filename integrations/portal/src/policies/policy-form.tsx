import {
  Checkbox,
  Fieldset,
  Group,
  MultiSelect,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ApprovalEffect, Reapproval, SelfApproval } from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { MomentField } from '../parts/moment-field.tsx'
import { t } from '../strings.ts'
import { ApproverList } from './approver-list.tsx'
import { ConditionEditor } from './condition-editor.tsx'
import type { PolicyDraft } from './policy-draft.ts'
import { Problem, useProblems } from './problems.tsx'
import { StepList } from './step-fields.tsx'
import { useApproverChoices } from './use-approver-choices.ts'
import { requesterRoles, triggers } from './use-facts.ts'

const effects = [
  'REQUIRE_APPROVAL',
  'AUTO_APPROVE',
  'BLOCK',
  'WARN',
  'NOTIFY',
] as const satisfies ApprovalEffect[]
const selfApprovals = ['DENY', 'ALLOW', 'ALLOW_UNDER'] as const satisfies SelfApproval[]
const reapprovals = ['RESTART_ALL', 'KEEP_IF_NOT_MATERIAL'] as const satisfies Reapproval[]

interface PolicyFormProps {
  draft: PolicyDraft
  /** Of amounts, to begin with. */
  currency: string
  set: (change: Partial<PolicyDraft>) => void
}

/** All that a policy can say. */
export function PolicyForm(props: PolicyFormProps) {
  return (
    <>
      <Basics {...props} />
      <Section title={t('policy.which')}>
        <Orders {...props} />
      </Section>
      <Section title={t('policy.then')}>
        <Effect {...props} />
      </Section>
      <Validity {...props} />
    </>
  )
}

function Basics({ draft, set }: PolicyFormProps) {
  return (
    <Section title={t('policy.basics')}>
      <Stack gap="sm">
        <TextInput
          label={t('policy.name')}
          description={t('policy.nameHint')}
          required
          maxLength={120}
          error={useProblems('name')}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t('policy.description')}
          autosize
          maxLength={500}
          error={useProblems('description')}
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Checkbox
          label={t('policy.isActive')}
          checked={draft.isActive}
          onChange={(event) => set({ isActive: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('policy.passesDown')}
          checked={draft.passesDown}
          onChange={(event) => set({ passesDown: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  )
}

interface TicksProps<Value extends string> {
  label: string
  hint: string
  choices: ReadonlyArray<{ value: Value; label: string }>
  value: readonly Value[]
  set: (value: Value[]) => void
}

function Ticks<Value extends string>({ label, hint, choices, value, set }: TicksProps<Value>) {
  return (
    <Checkbox.Group
      label={label}
      description={hint}
      value={[...value]}
      onChange={(next) => set(choices.map((one) => one.value).filter((one) => next.includes(one)))}
    >
      <Group gap="md" mt="xs">
        {choices.map((one) => (
          <Checkbox key={one.value} value={one.value} label={one.label} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function Orders({ draft, currency, set }: PolicyFormProps) {
  const { colleagues } = useApproverChoices()
  return (
    <Stack gap="md">
      <Ticks
        label={t('policy.triggers')}
        hint={t('policy.triggersHint')}
        choices={triggers.map((value) => ({ value, label: t(`trigger.${value}`) }))}
        value={draft.triggers}
        set={(next) => set({ triggers: next })}
      />
      <Ticks
        label={t('policy.requesters')}
        hint={t('policy.requestersHint')}
        choices={requesterRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={draft.requesterRoles}
        set={(next) => set({ requesterRoles: next })}
      />
      <MultiSelect
        label={t('policy.except')}
        data={colleagues}
        searchable
        hidePickedOptions
        error={useProblems('exceptUserIds', true)}
        value={[...draft.exceptUserIds]}
        onChange={(exceptUserIds) => set({ exceptUserIds })}
      />
      <ConditionEditor root={draft.condition} currency={currency} set={(condition) => set({ condition })} />
    </Stack>
  )
}

function Effect({ draft, set }: PolicyFormProps) {
  const { effect } = draft
  const messageProblem = useProblems('message')
  return (
    <Stack gap="md">
      <NativeSelect
        label={t('policy.effect')}
        description={t(`effectHint.${effect}`)}
        value={effect}
        onChange={(event) => {
          const next = effects.find((one) => one === event.currentTarget.value)
          if (next) set({ effect: next })
        }}
        data={effects.map((value) => ({ value, label: t(`effect.${value}`) }))}
      />
      {(effect === 'BLOCK' || effect === 'WARN') && (
        <Textarea
          label={t('policy.message')}
          required
          autosize
          maxLength={500}
          error={messageProblem}
          value={draft.message}
          onChange={(event) => set({ message: event.currentTarget.value })}
        />
      )}
      {effect === 'REQUIRE_APPROVAL' && <Approval draft={draft} set={set} />}
      <Fieldset legend={t('policy.watchers')} p="sm">
        {draft.watchers.length === 0 && (
          <Text size="sm" c="dimmed" mb="xs">
            {t('policy.noWatchers')}
          </Text>
        )}
        <ApproverList
          approvers={draft.watchers}
          place="watchers"
          add={t('policy.addWatcher')}
          set={(watchers) => set({ watchers })}
        />
      </Fieldset>
    </Stack>
  )
}

function Approval({ draft, set }: Omit<PolicyFormProps, 'currency'>) {
  const { selfApproval, under, reapproval } = draft
  const amountProblem = useProblems('selfApprovalUnder', true)
  return (
    <Stack gap="sm">
      <StepList steps={draft.steps} set={(steps) => set({ steps })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label={t('policy.selfApproval')}
          value={selfApproval}
          onChange={(event) =>
            set({ selfApproval: selfApprovals.find((one) => one === event.currentTarget.value) ?? 'DENY' })
          }
          data={selfApprovals.map((value) => ({ value, label: t(`selfApproval.${value}`) }))}
        />
        {selfApproval === 'ALLOW_UNDER' && (
          <Group gap="xs" align="start">
            <TextInput
              label={t('condition.amount')}
              inputMode="decimal"
              w={130}
              error={amountProblem}
              value={under.amount}
              onChange={(event) => set({ under: { ...under, amount: event.currentTarget.value.trim() } })}
            />
            <TextInput
              label={t('condition.currency')}
              w={90}
              maxLength={3}
              value={under.currency}
              onChange={(event) =>
                set({ under: { ...under, currency: event.currentTarget.value.toUpperCase() } })
              }
            />
          </Group>
        )}
        <NativeSelect
          label={t('policy.reapproval')}
          value={reapproval}
          onChange={(event) =>
            set({ reapproval: reapprovals.find((one) => one === event.currentTarget.value) ?? 'RESTART_ALL' })
          }
          data={reapprovals.map((value) => ({ value, label: t(`reapproval.${value}`) }))}
        />
      </SimpleGrid>
    </Stack>
  )
}

function Validity({ draft, set }: PolicyFormProps) {
  return (
    <Section title={t('policy.validity')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MomentField
          label={t('policy.validFrom')}
          description={t('policy.validFromHint')}
          value={draft.validFrom}
          set={(validFrom) => set({ validFrom })}
        />
        <MomentField
          label={t('policy.validTo')}
          description={t('policy.validToHint')}
          error={useProblems('validTo')}
          value={draft.validTo}
          set={(validTo) => set({ validTo })}
        />
      </SimpleGrid>
      <Problem place="" />
    </Section>
  )
}
