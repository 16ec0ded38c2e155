import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useRef, useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { ApprovalReassignDocument, type DecisionFieldsFragment } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { decidingRoles, usePeople } from './use-people.ts'

interface HandOverProps {
  approval: DecisionFieldsFragment
  /** The reseller whose request it is. */
  sellerId: string
}

/** Lets an approver give its place to a colleague, and an administrator anybody's. */
export function HandOver({ approval, sellerId }: HandOverProps) {
  const [isOpen, setOpen] = useState(false)
  const { viewer, may } = useViewer()
  const open = approval.steps.find(({ status }) => status === 'ACTIVE')
  const isAsked = open?.approvers.some(({ id }) => id === viewer?.id) ?? false
  // A customer's own approver decides; how approvals run is its reseller's business.
  const isPossible = may('APPROVAL_MANAGE') || (isAsked && may('USER_READ'))
  if (approval.status !== 'PENDING' || !open || !isPossible) return null
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        {t('approvals.handOver')}
      </Button>
      {isOpen && (
        <HandOverDialog
          approval={approval}
          sellerId={sellerId}
          places={open.approvers.filter(({ id }) => may('APPROVAL_MANAGE') || id === viewer?.id)}
          own={isAsked ? (viewer?.id ?? '') : ''}
          close={() => setOpen(false)}
        />
      )}
    </>
  )
}

interface HandOverDialogProps extends HandOverProps {
  /** Whose places the viewer can give away. */
  places: ReadonlyArray<{ id: string; name: string }>
  own: string
  close: () => void
}

function useHandOver(approval: DecisionFieldsFragment, close: () => void) {
  const key = useRef(newKey())
  const [{ fetching, error }, reassign] = useMutation(ApprovalReassignDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const handOver = async (fromUserId: string, toUserId: string, reason: string) => {
    const { id: approvalId, version: expectedVersion } = approval
    const idempotencyKey = `${key.current}-${expectedVersion}-${fromUserId}-${toUserId}`
    const input = { approvalId, expectedVersion, idempotencyKey, fromUserId, toUserId, reason }
    const { data } = await reassign({ input })
    if (data?.approvalReassign.approval) close()
    else setRefusals(data?.approvalReassign.userErrors ?? [])
  }
  return { handOver, refusals, error, isBusy: fetching }
}

function HandOverDialog({ approval, sellerId, places, own, close }: HandOverDialogProps) {
  const [from, setFrom] = useState(own || (places[0]?.id ?? ''))
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const { people, error: unread } = usePeople(sellerId, decidingRoles)
  const { handOver, refusals, error = unread, isBusy } = useHandOver(approval, close)
  const asked = approval.steps.flatMap(({ status, approvers }) => (status === 'ACTIVE' ? approvers : []))
  const others = people?.filter(
    ({ value }) => value !== approval.requester?.id && !asked.some(({ id }) => id === value),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void handOver(from, to, reason)
  }
  return (
    <Modal opened onClose={close} title={t('approvals.handOver')} centered>
      <form onSubmit={submit}>
        <Stack>
          {error && <Fault error={error} />}
          <Refusals list={refusals} />
          <NativeSelect
            label={t('approvals.place')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            data={places.map(({ id, name }) => ({ value: id, label: name }))}
          />
          {!others && !unread && <Loading rows={1} />}
          {others && (
            <NativeSelect
              label={t('approvals.toWhom')}
              description={others.length === 0 ? t('approvals.nobodyElse') : t('approvals.toWhomHint')}
              required
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              data={[{ value: '', label: t('provisioning.choose') }, ...others]}
            />
          )}
          <Textarea
            label={t('order.reason')}
            description={t('approvals.handOverHint')}
            required
            autosize
            minRows={2}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={to === ''}>
              {t('approvals.handOver')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
