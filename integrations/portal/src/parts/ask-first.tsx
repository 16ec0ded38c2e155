import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { t } from '../strings.ts'
import { Fault, Refusals, type Refusal } from './fault.tsx'

interface AskFirstProps {
  title: string
  /** What it means, before it is done. */
  text: string
  /** What the button says that does it. */
  action: string
  busy: boolean
  error?: CombinedError | undefined
  refusals: readonly Refusal[]
  close: () => void
  act: () => void
  children?: ReactNode
}

/** Asks before something that cannot be taken back. */
export function AskFirst(props: AskFirstProps) {
  const { title, text, action, busy, error, refusals, close, act, children } = props
  return (
    <Modal opened onClose={close} title={title} centered>
      <Stack>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Text className="question-text">{text}</Text>
        {children}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={act}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
