/** What the server tells the portal with the page; all else comes from the API. */
interface Settings {
  version: string
  demoLogIns: Array<{ email: string; name: string; role: string; password: string }>
  /** What this server has beside its API, for whoever tries it. */
  tools: { inspector: boolean; mailbox: boolean }
}

const element = document.getElementById('portal')

/** Where the portal is drawn. */
export const root = element ?? document.body.appendChild(document.createElement('div'))

const given = element?.dataset['settings'] ?? ''

/** Of a page that no server filled in (`vite`) there are none. */
export const settings: Settings = given.startsWith('{')
  ? (JSON.parse(given) as Settings)
  : { version: 'development', demoLogIns: [], tools: { inspector: false, mailbox: false } }

/** Allows the style elements of this one page; the browser shows it to scripts as a property only. */
export const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''
