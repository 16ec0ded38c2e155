import { Badge, NavLink } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { IntegrationLinks } from '../integrations/integration-links.tsx'
import { t } from '../strings.ts'
import { useInbox } from './inbox.tsx'
import { useViewer } from './use-viewer.ts'

/** Where one can go; only what the viewer may see. */
export function Navigation({ close }: { close: () => void }) {
  const [path] = useLocation()
  const { may } = useViewer()
  const waiting = useInbox()?.pendingCount ?? 0
  const go = (href: string, label: string) => ({
    component: Link,
    href,
    label,
    active: href === '/' ? path === '/' : path.startsWith(href),
    onClick: close,
  })
  return (
    <>
      <NavLink {...go('/', t('dashboard.title'))} />
      {may('ORGANIZATION_READ') && (
        <NavLink component="button" type="button" label={t('shell.entities')} defaultOpened>
          <NavLink {...go('/organizations', t('organizations.title'))} />
        </NavLink>
      )}
      {may('ORDER_READ') && <NavLink {...go('/orders', t('orders.title'))} />}
      {may('APPROVAL_READ') && (
        <NavLink
          {...go('/approvals', t('approvals.title'))}
          rightSection={
            waiting > 0 && (
              <Badge size="sm" circle aria-label={t('approvals.waiting', { count: waiting })}>
                {waiting}
              </Badge>
            )
          }
        />
      )}
      <IntegrationLinks go={go} />
    </>
  )
}
