import { Badge, NavLink } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { IntegrationLinks } from '../integrations/integration-links.tsx'
import { t } from '../strings.ts'
import { useInbox } from './inbox.tsx'
import { useViewer } from './use-viewer.ts'

/** Pages of their own below the approvals. */
const belowApprovals = /^\/approvals\/(policies|delegations)\b/

function isAt(path: string, href: string): boolean {
  if (href === '/') return path === '/'
  return path.startsWith(href) && (href !== '/approvals' || !belowApprovals.test(path))
}

/** Where one can go; only what the viewer may see. */
export function Navigation({ close }: { close: () => void }) {
  const [path] = useLocation()
  const { may } = useViewer()
  const waiting = useInbox()?.pendingCount ?? 0
  const go = (href: string, label: string) => ({
    component: Link,
    href,
    label,
    active: isAt(path, href),
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
      {may('APPROVAL_POLICY_READ') && <NavLink {...go('/approvals/policies', t('policies.title'))} />}
      {may('APPROVAL_POLICY_READ') && may('APPROVAL_DECIDE') && (
        <NavLink {...go('/approvals/delegations', t('delegations.title'))} />
      )}
      <IntegrationLinks go={go} />
    </>
  )
}
