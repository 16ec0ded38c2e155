import { remember } from './fill-in.js'

const { graphqlWs } = globalThis
const panel = document.getElementById('live')
const list = panel.querySelector('ol')

/** How to stop what is watched, by the operation's name. */
const watched = new Map()

/** The words of an event: its type, and what its first object says of itself. */
function tell(value) {
  if (value === null || typeof value !== 'object') return [String(value)]
  const { type, ...rest } = value
  const noun = Object.values(rest).find((item) => item !== null && typeof item === 'object')
  return [type, noun?.orderNumber, noun?.status].filter(Boolean)
}

function show(...words) {
  const line = document.createElement('li')
  const time = document.createElement('time')
  time.textContent = new Date().toLocaleTimeString()
  line.append(time, ` ${words.join(' · ')}`)
  list.append(line)
  panel.hidden = false
  line.scrollIntoView({ block: 'nearest' })
}

/**
 * Watches over a WebSocket of its own, and tells every event in the panel "Live": GraphiQL ends the subscription of a
 * tab that is left, but the story goes on in the next one. Running the same operation again replaces it.
 */
export function watch(payload, headers) {
  const name = payload.operationName ?? 'subscription'
  watched.get(name)?.()
  const observers = new Set()
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`
  const client = graphqlWs.createClient({ url, connectionParams: headers, retryAttempts: 3 })
  const end = () => {
    observers.clear()
    watched.delete(name)
    void client.dispose()
  }
  const told = (answer) => {
    remember(answer.data)
    for (const observer of observers) observer.next(answer)
    for (const [field, value] of Object.entries(answer.data ?? {})) show(field, ...tell(value))
  }
  return {
    subscribe(observer) {
      observers.add(observer)
      watched.set(name, end)
      client.subscribe(payload, {
        next: told,
        error(error) {
          const answer = Array.isArray(error)
            ? { errors: error }
            : { errors: [{ message: error.reason || error.message || 'The connection was closed.' }] }
          for (const one of observers) one.next(answer)
          show(name, answer.errors[0].message)
          end()
        },
        complete() {
          for (const one of observers) one.complete()
          end()
        },
      })
      return { unsubscribe: () => observers.delete(observer) }
    },
  }
}

panel.querySelector('button').addEventListener('click', () => {
  for (const end of watched.values()) end()
  list.replaceChildren()
  panel.hidden = true
})
