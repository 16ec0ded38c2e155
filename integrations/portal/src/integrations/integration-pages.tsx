import './integrations.css'
import { lazy } from 'react'
import { Redirect, Route, Switch } from 'wouter'

const WebhooksPage = lazy(() =>
  import('./webhooks-page.tsx').then((file) => ({ default: file.WebhooksPage })),
)
const EndpointPage = lazy(() =>
  import('./endpoint-page.tsx').then((file) => ({ default: file.EndpointPage })),
)
const MessagePage = lazy(() => import('./message-page.tsx').then((file) => ({ default: file.MessagePage })))
const KeysPage = lazy(() => import('./keys-page.tsx').then((file) => ({ default: file.KeysPage })))
const EventTypesPage = lazy(() =>
  import('./event-types-page.tsx').then((file) => ({ default: file.EventTypesPage })),
)
const ErpPage = lazy(() => import('./erp-page.tsx').then((file) => ({ default: file.ErpPage })))
const InspectorPage = lazy(() =>
  import('./inspector-page.tsx').then((file) => ({ default: file.InspectorPage })),
)

/** What programs hear, and by what they come in. */
export function IntegrationPages() {
  return (
    <Switch>
      <Route path="/integrations/webhooks" component={WebhooksPage} />
      <Route path="/integrations/webhooks/:id">{({ id }) => <EndpointPage key={id} id={id} />}</Route>
      <Route path="/integrations/messages/:id">{({ id }) => <MessagePage key={id} id={id} />}</Route>
      <Route path="/integrations/events" component={EventTypesPage} />
      <Route path="/integrations/keys" component={KeysPage} />
      <Route path="/integrations/erp" component={ErpPage} />
      <Route path="/integrations/inspector" component={InspectorPage} />
      <Route>
        <Redirect to="/integrations/webhooks" replace />
      </Route>
    </Switch>
  )
}
