import { Button, Group, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { t } from '../strings.ts'

interface CodeBlockProps {
  /** What it is: the name of the place, and of the button beside it. */
  label: string
  text: string
  /** What is copied, when it is not exactly what is shown. */
  copied?: string
}

/** Text for programs, with a button that copies it. */
export function CodeBlock({ label, text, copied = text }: CodeBlockProps) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('copy.what', { what: label })}
          onClick={() => clipboard.copy(copied)}
        >
          {t(clipboard.copied ? 'copy.done' : 'copy.do')}
        </Button>
      </Group>
      <pre className="code" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <Text size="sm" role="status" c="dimmed">
        {clipboard.error && t('copy.failed')}
      </Text>
    </div>
  )
}
