import { Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { t } from '../strings.ts'
import { ApproverList } from './approver-list.tsx'
import { newGroup, newStep, type GroupDraft, type StepDraft } from './policy-draft.ts'
import { Problem, useProblems } from './problems.tsx'
import { SlaFields } from './sla-fields.tsx'

const most = 5
const positions = Array.from({ length: most }, (_, at) => String(at + 1))

interface StepListProps {
  steps: readonly StepDraft[]
  set: (steps: StepDraft[]) => void
}

/** The steps that a policy requires, one after the other. */
export function StepList({ steps, set }: StepListProps) {
  return (
    <Stack gap="sm">
      <Problem place="steps" />
      {steps.map((step, at) => (
        <StepFields
          key={step.id}
          step={step}
          place={`steps.${at}`}
          set={(next) => set(steps.map((one) => (one.id === next.id ? next : one)))}
          remove={steps.length > 1 ? () => set(steps.filter(({ id }) => id !== step.id)) : null}
        />
      ))}
      {steps.length < most && (
        <div>
          <Button variant="default" size="sm" onClick={() => set([...steps, newStep(steps)])}>
            {t('step.add')}
          </Button>
        </div>
      )}
    </Stack>
  )
}

interface StepFieldsProps {
  step: StepDraft
  /** Where it stands in what is sent. */
  place: string
  set: (step: StepDraft) => void
  remove: (() => void) | null
}

function StepFields({ step, place, set, remove }: StepFieldsProps) {
  const { groups, position } = step
  return (
    <Fieldset legend={t('step.title', { position })}>
      <Stack gap="sm">
        <Group align="end" justify="space-between">
          <NativeSelect
            label={t('step.position')}
            value={String(position)}
            onChange={(event) => set({ ...step, position: Number(event.currentTarget.value) })}
            data={positions}
          />
          {remove && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={remove}>
              {t('step.remove', { position })}
            </Button>
          )}
        </Group>
        {groups.map((group, at) => (
          <GroupFields
            key={group.id}
            group={group}
            number={at + 1}
            place={`${place}.allOf.${at}`}
            set={(next) => set({ ...step, groups: groups.map((one) => (one.id === next.id ? next : one)) })}
            remove={
              groups.length > 1
                ? () => set({ ...step, groups: groups.filter(({ id }) => id !== group.id) })
                : null
            }
          />
        ))}
        <Problem place={`${place}.allOf`} />
        <Group gap="sm">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => set({ ...step, groups: [...groups, newGroup()] })}
          >
            {t('step.addGroup')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('step.allGroups')}
          </Text>
        </Group>
        <SlaFields sla={step.sla} place={`${place}.sla`} set={(sla) => set({ ...step, sla })} />
      </Stack>
    </Fieldset>
  )
}

interface GroupFieldsProps {
  group: GroupDraft
  number: number
  place: string
  set: (group: GroupDraft) => void
  remove: (() => void) | null
}

function GroupFields({ group, number, place, set, remove }: GroupFieldsProps) {
  return (
    <Fieldset legend={t('step.group', { number })} p="sm">
      <Stack gap="xs">
        <ApproverList
          approvers={group.approvers}
          place={`${place}.anyOf`}
          add={t('approver.add')}
          set={(approvers) => set({ ...group, approvers })}
        />
        <Group align="end" justify="space-between">
          <TextInput
            label={t('step.minimum')}
            type="number"
            min={1}
            max={10}
            w={260}
            error={useProblems(`${place}.minimumApprovals`)}
            value={group.minimumApprovals}
            onChange={(event) => set({ ...group, minimumApprovals: event.currentTarget.value })}
          />
          {remove && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={remove}>
              {t('step.removeGroup', { number })}
            </Button>
          )}
        </Group>
      </Stack>
    </Fieldset>
  )
}
