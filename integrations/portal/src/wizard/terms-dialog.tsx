import { Accordion, Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core'
import type { OrderBeforeSubmitQuery } from '../generated/operations.ts'
import { t } from '../strings.ts'

type Terms = NonNullable<OrderBeforeSubmitQuery['order']>['requiredTerms']

interface TermsDialogProps {
  terms: Terms
  close: () => void
  /** With the ids of all that was shown. */
  agree: (ids: string[]) => void
}

/** The terms that this order needs, in full. */
export function TermsDialog({ terms, close, agree }: TermsDialogProps) {
  return (
    <Modal opened onClose={close} title={t('terms.title')} size="xl" centered>
      <Stack>
        <Text>{t('terms.read', { count: terms.length })}</Text>
        <Accordion variant="contained" multiple defaultValue={terms.map(({ id }) => id)} order={3}>
          {terms.map(({ id, document, version, body, locale }) => (
            <Accordion.Item key={id} value={id}>
              <Accordion.Control>
                {document?.title}{' '}
                <Text span c="dimmed" size="sm">
                  {t('terms.version', { version })}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: 0 }}>
                  <Text className="terms-text" size="sm" lang={locale}>
                    {body}
                  </Text>
                </ScrollArea.Autosize>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button onClick={() => agree(terms.map(({ id }) => id))}>{t('terms.agree')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
