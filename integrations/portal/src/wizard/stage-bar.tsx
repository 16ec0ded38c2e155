import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Fault, Refusals } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import type { Saving } from './use-saving.ts'

interface StageBarProps {
  saving: Saving
  back?: () => void
  /** Absent: the stage has an action of its own. */
  proceed?: () => void
  children?: ReactNode
}

/** Below each stage: how its saving went, and the way on. */
export function StageBar({ saving, back, proceed, children }: StageBarProps) {
  return (
    <Stack gap="sm">
      {saving.error && <Fault error={saving.error} />}
      <Refusals list={saving.refusals} />
      <Paper withBorder p="sm">
        <Group justify="space-between">
          <Group gap="sm">
            {back && (
              <Button variant="default" onClick={back}>
                {t('wizard.back')}
              </Button>
            )}
            <Text size="sm" c="dimmed" role="status">
              {t(`saving.${saving.state}`)}
            </Text>
          </Group>
          <Group gap="sm">
            {children}
            {proceed && <Button onClick={proceed}>{t('wizard.continue')}</Button>}
          </Group>
        </Group>
      </Paper>
    </Stack>
  )
}
