import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { t } from '../strings.ts'

/** Stands where something will be in a moment. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <Stack gap="sm" aria-busy="true">
      <VisuallyHidden role="status">{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={28} width={`${100 - row * 12}%`} />
      ))}
    </Stack>
  )
}
