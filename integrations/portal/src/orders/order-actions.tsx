import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { OrderCancelDocument, OrderWithdrawDocument, type OrderDetailQuery } from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'

type Order = NonNullable<OrderDetailQuery['order']>
const actions = ['WITHDRAW', 'CANCEL'] as const
type Action = (typeof actions)[number]

/** What the viewer may do with the order now, as the API says. */
export function OrderActions({ order }: { order: Order }) {
  const [action, setAction] = useState<Action | null>(null)
  return (
    <Group>
      {actions
        .filter((one) => order.allowedActions.includes(one))
        .map((one) => (
          <Button key={one} variant="default" size="sm" onClick={() => setAction(one)}>
            {t(`order.${one}`)}
          </Button>
        ))}
      {action && <ActionDialog order={order} action={action} close={() => setAction(null)} />}
    </Group>
  )
}

interface ActionDialogProps {
  order: Order
  action: Action
  close: () => void
}

function ActionDialog({ order, action, close }: ActionDialogProps) {
  const [reason, setReason] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [withdrawal, withdraw] = useMutation(OrderWithdrawDocument)
  const [cancellation, cancel] = useMutation(OrderCancelDocument)
  const error = withdrawal.error ?? cancellation.error
  const carryOut = async () => {
    const input = { orderId: order.id, expectedVersion: order.version, reason: reason.trim() || null }
    const answer =
      action === 'WITHDRAW'
        ? (await withdraw({ input })).data?.orderWithdraw
        : (await cancel({ input })).data?.orderCancel
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
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('order.keep')}
          </Button>
          <Button
            color="red"
            loading={withdrawal.fetching || cancellation.fetching}
            onClick={() => void carryOut()}
          >
            {t(`order.${action}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
