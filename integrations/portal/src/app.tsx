import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Provider } from 'urql'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { createGraphql } from './create-graphql.ts'
import { Loading } from './parts/loading.tsx'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './shell/sign-in-page.tsx'
import { useSession } from './use-session.ts'

const DashboardPage = lazy(() =>
  import('./shell/dashboard-page.tsx').then((file) => ({ default: file.DashboardPage })),
)
const OrganizationsPage = lazy(() =>
  import('./organizations/organizations-page.tsx').then((file) => ({ default: file.OrganizationsPage })),
)
const OrganizationPage = lazy(() =>
  import('./organizations/organization-page.tsx').then((file) => ({ default: file.OrganizationPage })),
)
const WizardPage = lazy(() =>
  import('./wizard/wizard-page.tsx').then((file) => ({ default: file.WizardPage })),
)
const OrdersPage = lazy(() =>
  import('./orders/orders-page.tsx').then((file) => ({ default: file.OrdersPage })),
)
const OrderPage = lazy(() => import('./orders/order-page.tsx').then((file) => ({ default: file.OrderPage })))
const ApprovalsPage = lazy(() =>
  import('./approvals/approvals-page.tsx').then((file) => ({ default: file.ApprovalsPage })),
)
const ApprovalPage = lazy(() =>
  import('./approvals/approval-page.tsx').then((file) => ({ default: file.ApprovalPage })),
)

const IntegrationPages = lazy(() =>
  import('./integrations/integration-pages.tsx').then((file) => ({ default: file.IntegrationPages })),
)

/** The portal: its pages by their addresses, for whoever is signed in. */
export function App() {
  const token = useSession()?.token ?? null
  const graphql = useMemo(() => createGraphql(token), [token])
  useEffect(() => graphql.close, [graphql])
  return (
    <Provider value={graphql.client}>
      {token ? (
        <Shell>
          <Suspense fallback={<Loading />}>
            <Pages />
          </Suspense>
        </Shell>
      ) : (
        <Switch>
          <Route path="/sign-in" component={SignInPage} />
          <Route component={ToSignIn} />
        </Switch>
      )}
    </Provider>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={DashboardPage} />
      <Route path="/organizations" component={OrganizationsPage} />
      <Route path="/organizations/:id">{({ id }) => <OrganizationPage key={id} id={id} />}</Route>
      <Route path="/orders" component={OrdersPage} />
      <Route path="/orders/:id">{({ id }) => <OrderPage key={id} id={id} />}</Route>
      <Route path="/orders/:id/:stage">
        {({ id, stage }) => <WizardPage key={id} id={id} stage={stage} />}
      </Route>
      <Route path="/approvals" component={ApprovalsPage} />
      <Route path="/approvals/:id">{({ id }) => <ApprovalPage key={id} id={id} />}</Route>
      <Route path="/integrations/*?" component={IntegrationPages} />
      <Route>
        <AfterSignIn />
      </Route>
    </Switch>
  )
}

function ToSignIn() {
  const [path] = useLocation()
  return <Redirect to={path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`} replace />
}

/** Back to where the person wanted to go; only ever to a page of the portal. */
function AfterSignIn() {
  const next = new URLSearchParams(location.search).get('next') ?? '/'
  return <Redirect to={/^\/(?!\/)/.test(next) && !next.startsWith('/sign-in') ? next : '/'} replace />
}
