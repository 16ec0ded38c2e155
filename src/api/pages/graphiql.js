import { fillIn, keepIn, remember } from './fill-in.js'
import { watch } from './live.js'

const { GraphiQL, React, ReactDOM } = globalThis
const root = document.getElementById('graphiql')
const { examples, passwords } = JSON.parse(root.dataset.settings)
const signedIn = 'countersign.signed-in'

const session = () => JSON.parse(sessionStorage.getItem(signedIn) ?? 'null')

/** The tab's own headers go first; without an Authorization the token of the bar is sent. */
function headersOf(given) {
  const own = given ?? {}
  const hasOwn = Object.keys(own).some((name) => name.toLowerCase() === 'authorization')
  const token = session()?.token
  return hasOwn || !token ? own : { ...own, authorization: `Bearer ${token}` }
}

async function send(body, headers) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return response.json()
}

function operationOf(document, name) {
  return document ? GraphiQL.GraphQL.getOperationAST(document, name)?.operation : undefined
}

async function fetcher(params, options) {
  const headers = headersOf(options?.headers)
  const payload = { ...params }
  try {
    payload.variables = fillIn(params.variables ?? {})
  } catch (error) {
    return { errors: [{ message: error.message }] }
  }
  if (operationOf(options?.documentAST, params.operationName) === 'subscription')
    return watch(payload, headers)
  const answer = await send(payload, headers)
  if (params.operationName !== 'IntrospectionQuery') remember(answer.data)
  return answer
}

function showWho() {
  const current = session()
  document.getElementById('who').value = current
    ? `Signed in as ${current.name}: every tab sends the token.`
    : 'Not signed in.'
  document.getElementById('sign-out').hidden = !current
  const logIn = document.getElementById('log-in')
  if (logIn && current) logIn.value = current.email
}

const signInDocument = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { token viewer { name } userErrors { message } }
}`

async function signIn(event) {
  event.preventDefault()
  const email = document.getElementById('log-in').value
  const variables = { input: { email, password: passwords[email] } }
  const { data, errors } = await send({ query: signInDocument, variables }, {})
  const { token, viewer, userErrors } = data?.signIn ?? {}
  if (!token) {
    const [problem] = [...(userErrors ?? []), ...(errors ?? [])]
    document.getElementById('who').value = problem?.message ?? 'Sign-in failed. Try again.'
    return
  }
  sessionStorage.setItem(signedIn, JSON.stringify({ token, name: viewer?.name ?? email, email }))
  showWho()
}

async function signOut() {
  const headers = headersOf({})
  sessionStorage.removeItem(signedIn)
  showWho()
  await send({ query: 'mutation SignOut { signOut { userErrors { message } } }' }, headers)
}

function resetTabs() {
  sessionStorage.removeItem('countersign.known')
  for (const key of Object.keys(localStorage)) if (key.startsWith('graphiql:')) localStorage.removeItem(key)
  location.reload()
}

document.getElementById('sign-in')?.addEventListener('submit', (event) => void signIn(event))
document.getElementById('sign-out').addEventListener('click', () => void signOut())
document.getElementById('reset').addEventListener('click', resetTabs)
keepIn(sessionStorage)
showWho()

// At the first visit: GraphiQL finds its active tab again by this text, and opens one more when it is missing.
if (localStorage.getItem('graphiql:query') === null) localStorage.setItem('graphiql:query', examples[0].query)

ReactDOM.createRoot(root).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: examples.map(({ query, variables }) => ({ query, variables, headers: '' })),
    defaultEditorToolsVisibility: true,
    inputValueDeprecation: true,
    schemaDescription: true,
  }),
)
