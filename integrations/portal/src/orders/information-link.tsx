import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { OrderInformationLinkCreateDocument } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { LinkToCopy } from '../parts/link-to-copy.tsx'
import { RunButton } from '../parts/run-button.tsx'
import { t } from '../strings.ts'

/** Makes a link by which somebody of the customer answers without signing in. */
export function InformationLink({ orderId }: { orderId: string }) {
  const [made, setMade] = useState<{ url: string; expiresAt: string | null } | null>(null)
  const [, create] = useMutation(OrderInformationLinkCreateDocument)
  const run = async () => {
    const { data, error } = await create({ input: { orderId } })
    const { url = null, expiresAt = null, userErrors = [] } = data?.orderInformationLinkCreate ?? {}
    // Relative where the server does not know its own address.
    if (url) setMade({ url: new URL(url, location.origin).href, expiresAt })
    return { error, refusals: userErrors }
  }
  return (
    <>
      <RunButton label={t('inquiry.link')} run={run} />
      {made && (
        <Modal opened onClose={() => setMade(null)} title={t('inquiry.link')} size="lg" centered>
          <Stack>
            <Text size="sm">{t('inquiry.linkHolds', { moment: formatMoment(made.expiresAt) })}</Text>
            <LinkToCopy link={made.url} close={() => setMade(null)} />
          </Stack>
        </Modal>
      )}
    </>
  )
}
