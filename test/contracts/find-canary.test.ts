import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { findCanaries } from '../support/find-canary.ts'

const canary = 'Second.Secret'

it.each([
  ['plain', `a ${canary} b`],
  ['plain', 'terceS.dnoceS'],
  ['base64', Buffer.from(`${canary} and more`).toString('base64')],
  ['base64', Buffer.from(`x${canary} and more`).toString('base64')],
  ['base64', Buffer.from(`xy${canary} and more`).toString('base64url')],
  ['hex', Buffer.from(`x${canary}`).toString('hex')],
  ['hex', Buffer.from(canary).toString('hex').toUpperCase()],
  ['hash', createHash('sha256').update(canary).digest('hex')],
])('the search finds a canary in the form %s: %s', (form, text) => {
  const found = findCanaries([canary, 'Another.Secret'], new Map([['here', text]]))
  expect(new Set(found.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify({ canary, form, place: 'here' })]),
  )
})
