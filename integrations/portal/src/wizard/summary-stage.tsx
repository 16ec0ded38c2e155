import { Button, SimpleGrid, Stack } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useLocation } from 'wouter'
import { OrderBeforeSubmitDocument } from '../generated/operations.ts'
import {
  AccountsAndContact,
  GeneralInformation,
  InvoiceInformation,
  ItemSummary,
  ProvisioningSummary,
} from '../orders/order-sections.tsx'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { ApprovalPreview } from './approval-preview.tsx'
import { stageOf } from './stages.ts'
import { StageBar } from './stage-bar.tsx'
import { TermsDialog } from './terms-dialog.tsx'
import { useSubmitOrder } from './use-submit-order.ts'
import type { StageProps } from './wizard-page.tsx'

/** Stage 4: everything on one page, who must approve, the terms, and the order number behind them. */
export function SummaryStage({ order, saving, move }: StageProps) {
  const [, go] = useLocation()
  const [isReading, setReading] = useState(false)
  const [agreed, setAgreed] = useState<readonly string[] | null>(null)
  const [{ data, error }, again] = useQuery({
    query: OrderBeforeSubmitDocument,
    variables: { id: order.id },
    requestPolicy: 'cache-and-network',
  })
  const submit = useSubmitOrder(order, saving)
  const before = data?.order
  const isComplete = stageOf(order, 'SUMMARY').state === 'COMPLETE'
  const isBlocked = before?.approvalPreview.outcome === 'BLOCKED'
  const send = async () => {
    if (await submit(agreed ?? [])) go(`/orders/${order.id}`)
  }
  return (
    <Stack>
      <ItemSummary order={order} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <AccountsAndContact order={order} />
        <ProvisioningSummary order={order} />
        <GeneralInformation order={order} />
        <InvoiceInformation order={order} />
      </SimpleGrid>
      {error && <Fault error={error} again={again} />}
      {before && <ApprovalPreview preview={before.approvalPreview} />}
      <StageBar saving={saving} back={() => move(-1)}>
        {!agreed && (
          <Button disabled={!isComplete || !before || isBlocked} onClick={() => setReading(true)}>
            {t('summary.proceed')}
          </Button>
        )}
        {agreed && (
          <Button
            autoFocus
            loading={saving.state === 'SAVING'}
            leftSection={<Icon name="check" />}
            onClick={() => void send()}
          >
            {t('summary.submit')}
          </Button>
        )}
      </StageBar>
      {isReading && before && (
        <TermsDialog
          terms={before.requiredTerms}
          close={() => setReading(false)}
          agree={(ids) => {
            setAgreed(ids)
            setReading(false)
          }}
        />
      )}
    </Stack>
  )
}
