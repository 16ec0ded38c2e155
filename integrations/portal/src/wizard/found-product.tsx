import { Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type {
  ChoosableOfferFragment,
  ProductSearchQuery,
  WizardOrderFragment,
} from '../generated/operations.ts'
import { formatMoney } from '../format.ts'
import { offerTerms } from '../parts/offer-terms.ts'
import { t } from '../strings.ts'

interface FoundProductProps {
  product: ProductSearchQuery['productSearch']['nodes'][number]
  order: WizardOrderFragment
  choose: (offer: ChoosableOfferFragment) => Promise<boolean>
}

/** A product that the search found, with the offers that can be ordered. */
export function FoundProduct({ product, order, choose }: FoundProductProps) {
  return (
    <Card withBorder component="article" aria-label={product.name}>
      <Stack gap="xs">
        <Group justify="space-between" align="baseline" wrap="nowrap">
          <Title order={3} size="h5">
            {product.name}
          </Title>
          <Text size="sm" c="dimmed">
            {product.vendor.name}
          </Text>
        </Group>
        <Text size="sm">{product.summary}</Text>
        <Table>
          <Table.Tbody>
            {product.offers.map((offer) => (
              <Offer
                key={offer.id}
                offer={offer}
                name={product.name}
                selected={order.lines.find(({ offerId }) => offerId === offer.id)?.quantity ?? null}
                choose={choose}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Card>
  )
}

interface OfferProps {
  offer: ChoosableOfferFragment
  name: string
  selected: string | null
  choose: FoundProductProps['choose']
}

function Offer({ offer, name, selected, choose }: OfferProps) {
  const [busy, setBusy] = useState(false)
  const order = async () => {
    setBusy(true)
    await choose(offer)
    setBusy(false)
  }
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{offerTerms(offer)}</Text>
        <Text size="xs" c="dimmed">
          {offer.skuCode}
        </Text>
      </Table.Td>
      <Table.Td className="number">{formatMoney(offer.price?.unitPrice)}</Table.Td>
      <Table.Td className="number">
        <Button
          size="compact-sm"
          variant={selected ? 'light' : 'filled'}
          loading={busy}
          onClick={() => void order()}
          aria-label={t('items.orderOffer', { name, terms: offerTerms(offer) })}
        >
          {selected ? t('items.ordered', { quantity: selected }) : t('items.order')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}
