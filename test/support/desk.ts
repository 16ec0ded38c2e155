import type { TestApp } from './app.ts'

/** A browser without a screen: signed in to the operations pages by their form. */
export interface DeskVisitor {
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  /** As a script of the page sends it. */
  put(path: string): Promise<Response>
}

const html = { accept: 'text/html', 'sec-fetch-site': 'same-origin' }

const form = (url: string, fields: Record<string, string>, headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })

/** Signs in as this demo user. */
export async function visitDesk(app: TestApp, email: string): Promise<DeskVisitor> {
  const answer = await form(`${app.url}/ops/sign-in`, { email, password: 'countersign-demo' }, {})
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    get: (path, headers = {}) =>
      fetch(`${app.url}${path}`, { redirect: 'manual', headers: { ...html, cookie, ...headers } }),
    post: (path, fields, headers = {}) => form(`${app.url}${path}`, fields, { cookie, ...headers }),
    put: (path) =>
      fetch(`${app.url}${path}`, { method: 'PUT', headers: { cookie, 'sec-fetch-site': 'same-origin' } }),
  }
}

/** A job of a real order that was given up: done once more, it changes nothing. Answers its id. */
export async function giveUpJob(app: TestApp, id: string, data: Record<string, unknown>): Promise<string> {
  await app.sql(
    `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, last_error, created_at, updated_at,
       first_failed_at, last_failed_at)
     VALUES ($1, $1 || '.run', $2, 'terms-record', 'terms-record', $3, 'DEAD', 3, $4, now(), now(), now(), now())`,
    [
      id,
      data['sellerId'],
      JSON.stringify(data),
      'Error: The <b>archive</b> is away.\n    at secret-stack.ts:1',
    ],
  )
  return id
}
