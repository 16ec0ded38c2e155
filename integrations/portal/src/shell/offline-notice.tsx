import { Alert } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { t } from '../strings.ts'

/** Says above every page that there is no connection, as long as there is none. */
export function OfflineNotice() {
  const { online } = useNetwork()
  return (
    <div role="status">
      {!online && (
        <Alert color="orange" variant="outline" mb="md" title={t('offline.title')}>
          {t('offline.hint')}
        </Alert>
      )}
    </div>
  )
}
