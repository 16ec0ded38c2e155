import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { CodeBlock } from '../parts/code-block.tsx'
import { t } from '../strings.ts'

interface SecretOnceProps {
  title: string
  /** Where to store it, and what it does. */
  text: string
  /** What the secret is called. */
  label: string
  /** Null when there is none to show: `none` says why. */
  secret: string | null
  none: string
  close: () => void
}

/** A secret, this once. No stray key or click closes it: it could not be shown again. */
export function SecretOnce({ title, text, label, secret, none, close }: SecretOnceProps) {
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      centered
      size="lg"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack>
        {secret ? (
          <>
            <Text>{text}</Text>
            <CodeBlock label={label} text={secret} />
            <Alert color="orange" variant="outline" title={t('secret.once')}>
              {t('secret.onceHint')}
            </Alert>
          </>
        ) : (
          <Text>{none}</Text>
        )}
        <Group justify="end">
          <Button onClick={close}>{t(secret ? 'secret.stored' : 'close')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
