import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Provider } from 'urql'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { createGraphql } from './create-graphql.ts'
import { Loading } from './parts/loading.tsx'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './shell/sign-in-page.tsx'
import { useKeptFocus } from './shell/use-kept-focus.ts'
import { useSession } from './use-session.ts'

const AcceptPage = lazy(() =>
  import('./shell/accept-page.tsx').then((file) => ({ default: file.AcceptPage })),
)
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
const PoliciesPage = lazy(() =>
  import('./policies/policies-page.tsx').then((file) => ({ default: file.PoliciesPage })),
)
const PolicyPage = lazy(() =>
  import('./policies/policy-page.tsx').then((file) => ({ default: file.PolicyPage })),
)
const PolicyEditorPage = lazy(() =>
  import('./policies/policy-editor-page.tsx').then((file) => ({ default: file.PolicyEditorPage })),
)
const DelegationsPage = lazy(() =>
  import('./delegations/delegations-page.tsx').then((file) => ({ default: file.DelegationsPage })),
)

const IntegrationPages = lazy(() =>
  import('./integrations/integration-pages.tsx').then((file) => ({ default: file.IntegrationPages })),
)

/** The portal: its pages by their addresses, for whoever is signed in. */
export function App() {
  const token = useSession()?.token ?? null
  const graphql = useMemo(() => createGraphql(token), [token])
  useEffect(() => graphql.close, [graphql])
  useKeptFocus()
  return (
    <Provider value={graphql.client}>
      <Switch>
        <Route path="/accept">
          <Suspense fallback={<Loading />}>
            <AcceptPage />
          </Suspense>
        </Route>
        <Route>{token ? <Inside /> : <Outside />}</Route>
      </Switch>
    </Provider>
  )
}

function Inside() {
  return (
    <Shell>
      <Suspense fallback={<Loading />}>
        <Pages />
      </Suspense>
    </Shell>
  )
}

function Outside() {
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route component={ToSignIn} />
    </Switch>
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
      <Route path="/approvals/policies" component={PoliciesPage} />
      <Route path="/approvals/policies/new">
        <PolicyEditorPage id={null} />
      </Route>
      <Route path="/approvals/policies/:id">{({ id }) => <PolicyPage key={id} id={id} />}</Route>
      <Route path="/approvals/policies/:id/edit">{({ id }) => <PolicyEditorPage key={id} id={id} />}</Route>
      <Route path="/approvals/delegations" component={DelegationsPage} />
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
