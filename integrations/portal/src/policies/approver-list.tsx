import { ActionIcon, Button, Stack } from '@mantine/core'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { ApproverFields } from './approver-fields.tsx'
import { newApprover, type ApproverDraft } from './policy-draft.ts'
import { Problem } from './problems.tsx'

interface ApproverListProps {
  approvers: readonly ApproverDraft[]
  /** Where the list stands in what is sent. */
  place: string
  /** What to call its button. */
  add: string
  set: (approvers: ApproverDraft[]) => void
}

/** Several people, roles, groups or systems; any of them. */
export function ApproverList({ approvers, place, add, set }: ApproverListProps) {
  return (
    <Stack gap="xs">
      {approvers.map((approver, at) => (
        <ApproverFields
          key={approver.id}
          approver={approver}
          place={`${place}.${at}`}
          label={t('approver.kind', { number: at + 1 })}
          set={(next) => set(approvers.map((one) => (one.id === next.id ? next : one)))}
        >
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('approver.remove', { number: at + 1 })}
            onClick={() => set(approvers.filter(({ id }) => id !== approver.id))}
          >
            <Icon name="trash" />
          </ActionIcon>
        </ApproverFields>
      ))}
      <Problem place={place} />
      <div>
        <Button size="compact-sm" variant="default" onClick={() => set([...approvers, newApprover()])}>
          {add}
        </Button>
      </div>
    </Stack>
  )
}
