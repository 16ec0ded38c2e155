import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import type { Act } from './use-act.ts'

interface ConfirmDialogProps {
  title: string
  /** What will happen. */
  text: string
  /** What the button says. */
  label: string
  act: Act
  confirm: () => void
  close: () => void
  children?: ReactNode
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, text, label, act, confirm, close, children }: ConfirmDialogProps) {
  return (
    <Modal opened onClose={close} title={title} centered>
      <Stack>
        <ActState act={act} />
        <Text className="question-text">{text}</Text>
        {children}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button color="red" loading={act.isBusy} onClick={confirm}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
