import type { TestApp } from '../../support/app.ts'
import type { Seat } from './seat.ts'

/** Signs in at this address by e-mail, and waits for the page that has this heading. */
export async function enter(
  app: TestApp,
  { page }: Seat,
  { email, at = '/', heading }: { email: string; at?: string; heading: string | RegExp },
): Promise<void> {
  await page.goto(`${app.url}${at}`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: false }).first().fill('countersign-demo')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
}
