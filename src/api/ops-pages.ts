import { html, type Html } from '../platform/html.ts'

const card = (content: Html) =>
  html`<main class="desk">
    <section class="card">
      <div class="brand"><img src="/assets/pages/mark.svg" alt="" />Countersign</div>
      ${content}
    </section>
  </main>`

/** What the sign-in form shows again after a failure. */
export interface SignInForm {
  email?: string
  problem?: string | undefined
  /** Where to go after sign-in; a path below /ops. */
  next: string
  /** The operator's demo log-in, when demo data is loaded. */
  demo?: { email: string; password: string } | undefined
}

/** The sign-in form of the operations pages. */
export const signInPage = ({ email = '', problem, next, demo }: SignInForm): Html =>
  card(
    html`<h1>Operations</h1>
      <p>Sign in as the platform operator.</p>
      ${problem && html`<p class="problem" role="alert" id="problem">${problem}</p>`}
      <form method="post" action="/ops/sign-in">
        <input type="hidden" name="next" value="${next}" />
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" required value="${email}" />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxlength="256"
        />
        <button type="submit">Sign in</button>
      </form>
      ${
        demo &&
        html`<p class="hint">
          Demo data: <code>${demo.email}</code>, password <code>${demo.password}</code>
        </p>`
      }`,
  )

/** For somebody who is signed in and may not do this; `why` is a sentence. */
export const forbiddenPage = (name: string, why: string): Html =>
  card(
    html`<h1>Not for this log-in</h1>
      <p>You are signed in as ${name}. ${why}</p>
      <form method="post" action="/ops/sign-out">
        <button type="submit">Sign in as somebody else</button>
      </form>
      <p class="hint"><a href="/">To the first page</a></p>`,
  )

/** Asks before it signs out: a link alone changes nothing. */
export const signOutPage = (): Html =>
  card(
    html`<h1>Sign out</h1>
      <p>Your session ends at once, in every window.</p>
      <form method="post" action="/ops/sign-out"><button type="submit">Sign out</button></form>
      <p class="hint"><a href="/ops">Back to the desk</a></p>`,
  )

/** A request that came from somewhere else. */
export const foreignRequestPage = (): Html =>
  card(
    html`<h1>Not from here</h1>
      <p>This request was sent by another site, so nothing was done.</p>
      <p class="hint"><a href="/ops">To the desk</a></p>`,
  )
