import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLocation } from 'wouter'
import { OrderStartDocument, OrganizationAccountsDocument } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { obstacleText } from './obstacle-text.ts'

interface AccountChooserProps {
  organization: { id: string; name: string }
  close: () => void
}

/** Asks which account is charged, and begins the order. */
export function AccountChooser({ organization, close }: AccountChooserProps) {
  const key = useRef(newKey())
  const [, go] = useLocation()
  const [chosen, setChosen] = useState<string | null>(null)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [{ data, error }, again] = useQuery({
    query: OrganizationAccountsDocument,
    variables: { id: organization.id },
  })
  const [{ fetching, error: fault }, start] = useMutation(OrderStartDocument)
  const accounts = data?.organization?.accounts
  const accountId = chosen ?? accounts?.find(({ canOrder }) => canOrder)?.id ?? null
  const begin = async () => {
    const { data: answer } = await start({
      input: { organizationId: organization.id, accountId, idempotencyKey: `${key.current}-${accountId}` },
    })
    if (answer?.orderStart.order) go(`/orders/${answer.orderStart.order.id}/items`)
    else setRefusals(answer?.orderStart.userErrors ?? [])
  }
  return (
    <Modal opened onClose={close} title={t('accounts.title', { name: organization.name })} size="lg" centered>
      <Stack>
        <AnswerState list={accounts} error={error} again={again} none={t('accounts.none')} rows={2} />
        {fault && <Fault error={fault} />}
        <Refusals list={refusals} />
        <Radio.Group label={t('accounts.question')} value={accountId} onChange={setChosen}>
          <Stack gap="sm" mt="sm">
            {accounts?.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                disabled={!one.canOrder}
                label={`${one.name} (${one.currency})`}
                description={
                  one.canOrder
                    ? t('accounts.days', { count: one.paymentTermsDays })
                    : obstacleText(one.orderingProblems)
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button disabled={!accountId} loading={fetching} onClick={() => void begin()}>
            {t('accounts.select')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
