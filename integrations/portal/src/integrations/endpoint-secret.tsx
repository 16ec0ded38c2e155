import { t } from '../strings.ts'
import { SecretOnce } from './secret-once.tsx'

interface EndpointSecretProps {
  secret: string | null
  /** True when it replaces another. */
  isNext?: boolean
  close: () => void
}

/** The signing secret of an endpoint, this once. */
export function EndpointSecret({ secret, isNext = false, close }: EndpointSecretProps) {
  return (
    <SecretOnce
      title={t('secret.title')}
      text={t(isNext ? 'secret.rotated' : 'secret.text')}
      label={t('secret.label')}
      secret={secret}
      none={t('secret.none')}
      close={close}
    />
  )
}
