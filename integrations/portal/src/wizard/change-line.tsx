import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { OffersOfProductDocument } from '../generated/operations.ts'
import type { WizardLine } from './stages.ts'
import { formatDuration, formatMoney } from '../format.ts'
import { Fault } from '../parts/fault.tsx'
import { t } from '../strings.ts'

interface ChangeLineProps {
  line: WizardLine
  organizationId: string
  close: () => void
  save: (change: { offerId: string; quantity: string }) => Promise<boolean>
}

/** The pencil: another quantity, or another offer of the same product. */
export function ChangeLine({ line, organizationId, close, save }: ChangeLineProps) {
  const [quantity, setQuantity] = useState(line.quantity)
  const [offerId, setOfferId] = useState(line.offerId)
  const [busy, setBusy] = useState(false)
  const variables = { productId: line.item.productId, organizationId }
  const [{ data, error }] = useQuery({ query: OffersOfProductDocument, variables })
  const offers = data?.product?.offers ?? []
  const { minQuantity, maxQuantity, quantityStep } = offers.find(({ id }) => id === offerId) ?? line.item
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    await save({ offerId, quantity })
    close()
  }
  return (
    <Modal opened onClose={close} title={t('items.change', { name: line.item.productName })} centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {error && <Fault error={error} />}
          <NativeSelect
            label={t('items.offer')}
            value={offerId}
            onChange={(event) => setOfferId(event.currentTarget.value)}
            data={
              offers.length === 0
                ? [{ value: line.offerId, label: line.item.offerName }]
                : offers.map(({ id, name, commitmentTerm, price }) => ({
                    value: id,
                    label: `${name} · ${formatDuration(commitmentTerm)} · ${formatMoney(price?.unitPrice)}`,
                  }))
            }
          />
          <TextInput
            label={t('items.quantity')}
            description={
              maxQuantity
                ? t('items.between', { least: minQuantity, most: maxQuantity })
                : t('items.atLeast', { least: minQuantity })
            }
            type="number"
            {...{ min: minQuantity, max: maxQuantity ?? undefined, step: quantityStep }}
            required
            data-autofocus
            value={quantity}
            onChange={(event) => setQuantity(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('items.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
