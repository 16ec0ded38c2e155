import { Button, Code, CopyButton, Group, Stack } from '@mantine/core'
import { t } from '../strings.ts'

/** A link that is shown this once, to be sent to somebody. */
export function LinkToCopy({ link, close }: { link: string; close: () => void }) {
  return (
    <Stack>
      <Code block className="link-text">
        {link}
      </Code>
      <Group justify="end">
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'link.copied' : 'link.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={close}>{t('items.done')}</Button>
      </Group>
    </Stack>
  )
}
