import { NavLink } from '@mantine/core'
import type { Link } from 'wouter'
import { settings } from '../settings.ts'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'

interface IntegrationLinksProps {
  /** As the navigation makes its own links. */
  go: (
    href: string,
    label: string,
  ) => { component: typeof Link; href: string; label: string; active: boolean; onClick: () => void }
}

/** Where programs meet the reseller; for whoever looks after them. */
export function IntegrationLinks({ go }: IntegrationLinksProps) {
  const { viewer, may } = useViewer()
  const readsWebhooks = may('WEBHOOK_READ')
  if (!viewer) return null
  if (!readsWebhooks && !may('API_KEY_WRITE') && !settings.tools.mailbox) return null
  return (
    <NavLink component="button" type="button" label={t('integrations.title')} defaultOpened>
      {readsWebhooks && <NavLink {...go('/integrations/webhooks', t('webhooks.title'))} />}
      {readsWebhooks && <NavLink {...go('/integrations/events', t('eventTypes.title'))} />}
      {may('API_KEY_WRITE') && <NavLink {...go('/integrations/keys', t('keys.title'))} />}
      {readsWebhooks && <NavLink {...go('/integrations/erp', t('erp.title'))} />}
      {settings.tools.inspector && may('WEBHOOK_WRITE') && (
        <NavLink {...go('/integrations/inspector', t('inspector.title'))} />
      )}
      {settings.tools.mailbox && (
        <NavLink
          component="a"
          href="/ops/mailbox"
          label={t('integrations.mail')}
          description={t('integrations.mailHint')}
        />
      )}
    </NavLink>
  )
}
