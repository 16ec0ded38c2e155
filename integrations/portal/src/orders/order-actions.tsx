import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import {
  OrderCloneDocument,
  OrderSubmitForApprovalDocument,
  type OrderDetailQuery,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { RunButton } from '../parts/run-button.tsx'
import { t } from '../strings.ts'
import { reasonedActions, useReasonedAction, type ReasonedAction } from './use-reasoned-action.ts'

interface OrderActionsProps {
  order: NonNullable<OrderDetailQuery['order']>
}

/** What the viewer may do with the order now, as the API says. */
export function OrderActions({ order }: OrderActionsProps) {
  const [action, setAction] = useState<ReasonedAction | null>(null)
  const { allowedActions, status } = order
  // What was returned is sent again from its stages, where its terms are accepted.
  const rests = status === 'SUBMITTED' && allowedActions.includes('SUBMIT_FOR_APPROVAL')
  return (
    <Group gap="xs">
      {rests && <SubmitForApproval order={order} />}
      {allowedActions.includes('CLONE') && <Clone order={order} />}
      {reasonedActions
        .filter((one) => allowedActions.includes(one))
        .map((one) => (
          <Button key={one} variant="default" size="sm" onClick={() => setAction(one)}>
            {t(`order.${one}`)}
          </Button>
        ))}
      {action && <ActionDialog order={order} action={action} close={() => setAction(null)} />}
    </Group>
  )
}

function SubmitForApproval({ order }: OrderActionsProps) {
  const key = useRef(newKey())
  const [, submit] = useMutation(OrderSubmitForApprovalDocument)
  const run = async () => {
    const { id: orderId, version: expectedVersion } = order
    const idempotencyKey = `${key.current}-${expectedVersion}`
    const { data, error } = await submit({ input: { orderId, expectedVersion, idempotencyKey } })
    return { error, refusals: data?.orderSubmitForApproval.userErrors ?? [] }
  }
  return <RunButton label={t('order.SUBMIT_FOR_APPROVAL')} run={run} isMain />
}

/** A draft of the same for the same customer, which is opened at once. */
function Clone({ order }: OrderActionsProps) {
  const key = useRef(newKey())
  const [, go] = useLocation()
  const [, clone] = useMutation(OrderCloneDocument)
  const run = async () => {
    const { data, error } = await clone({ input: { orderId: order.id, idempotencyKey: key.current } })
    const copy = data?.orderClone.order
    if (copy) go(`/orders/${copy.id}/items`)
    return { error, refusals: data?.orderClone.userErrors ?? [] }
  }
  return <RunButton label={t('order.CLONE')} run={run} />
}

interface ActionDialogProps extends OrderActionsProps {
  action: ReasonedAction
  close: () => void
}

function ActionDialog({ order, action, close }: ActionDialogProps) {
  const [reason, setReason] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const { run, error, isBusy } = useReasonedAction(order)
  const carryOut = async () => {
    const answer = await run(action, reason.trim() || null)
    if (answer?.order) close()
    else setRefusals(answer?.userErrors ?? [])
  }
  return (
    <Modal opened onClose={close} title={t(`order.${action}`)} centered>
      <Stack>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Textarea
          label={t('order.reason')}
          description={t(`order.reasonOf.${action}`)}
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('order.keep')}
          </Button>
          <Button
            color={action === 'RETRY' ? undefined : 'red'}
            loading={isBusy}
            onClick={() => void carryOut()}
          >
            {t(`order.${action}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
