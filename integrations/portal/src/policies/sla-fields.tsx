import { Button, Fieldset, Group, NativeSelect, Stack } from '@mantine/core'
import type { StepTimeout } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { ApproverFields } from './approver-fields.tsx'
import { DurationField } from './duration-field.tsx'
import { newApprover, type SlaDraft } from './policy-draft.ts'
import { Problem, useProblems } from './problems.tsx'

const outcomes = ['EXPIRE', 'ESCALATE', 'RETURN', 'REJECT', 'APPROVE'] as const satisfies StepTimeout[]
const times = ['remindAfter', 'escalateAfter', 'expireAfter'] as const

interface SlaFieldsProps {
  sla: SlaDraft
  /** Where it stands in what is sent. */
  place: string
  set: (sla: SlaDraft) => void
}

/** When a step reminds, escalates and ends, and what its end means. */
export function SlaFields({ sla, place, set }: SlaFieldsProps) {
  return (
    <Fieldset legend={t('sla.title')} p="sm">
      <Stack gap="xs">
        <Group gap="sm" align="start">
          {times.map((name) => (
            <DurationField
              key={name}
              label={t(`sla.${name}`)}
              place={`${place}.${name}`}
              value={sla[name]}
              set={(value) => set({ ...sla, [name]: value })}
            />
          ))}
          <NativeSelect
            label={t('sla.onTimeout')}
            error={useProblems(`${place}.onTimeout`)}
            value={sla.onTimeout}
            onChange={(event) =>
              set({ ...sla, onTimeout: outcomes.find((one) => one === event.currentTarget.value) ?? '' })
            }
            data={[
              { value: '', label: t('sla.usual') },
              ...outcomes.map((value) => ({ value, label: t(`timeout.${value}`) })),
            ]}
          />
        </Group>
        <Problem place={place} />
        <Escalation sla={sla} place={`${place}.escalateTo`} set={set} />
      </Stack>
    </Fieldset>
  )
}

function Escalation({ sla, place, set }: SlaFieldsProps) {
  const { escalateTo } = sla
  const name = (next: SlaDraft['escalateTo']) => set({ ...sla, escalateTo: next })
  if (escalateTo)
    return (
      <ApproverFields approver={escalateTo} place={place} label={t('sla.escalateTo')} set={name}>
        <Button size="compact-sm" variant="default" mb={6} onClick={() => name(null)}>
          {t('sla.nobody')}
        </Button>
      </ApproverFields>
    )
  return (
    <>
      <Problem place={place} />
      <div>
        <Button size="compact-sm" variant="default" onClick={() => name(newApprover())}>
          {t('sla.somebody')}
        </Button>
      </div>
    </>
  )
}
