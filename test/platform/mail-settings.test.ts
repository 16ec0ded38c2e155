import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/platform/config.ts'

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.split(':')[0] ?? '')
    throw error
  }
}

const SMTP_URL = 'smtp://mail.example:587'
const cases: Array<[what: string, env: Record<string, string>, faults: string[]]> = [
  ['a server and a plain sender', { SMTP_URL, MAIL_FROM: 'orders@shop.example' }, []],
  ['a sender with a name', { SMTP_URL, MAIL_FROM: 'Meridian Orders <orders@shop.example>' }, []],
  ['a server without a sender', { SMTP_URL }, ['MAIL_FROM']],
  ['a server of another kind', { SMTP_URL: 'https://mail.example', MAIL_FROM: 'a@b.example' }, ['SMTP_URL']],
  ['a sender of two lines', { SMTP_URL, MAIL_FROM: 'Eve\nBcc: x <a@b.example>' }, ['MAIL_FROM']],
  ['a sender without an address', { SMTP_URL, MAIL_FROM: 'Meridian' }, ['MAIL_FROM']],
  ['links for ever', { APPROVAL_LINK_DAYS: '365' }, ['APPROVAL_LINK_DAYS']],
]

describe('the settings of mail', () => {
  it.each(cases)('%s', (_, env, faults) => {
    expect(faultsOf(env)).toEqual(faults)
  })

  it('let links work for seven days, and keep mails where there is no server', () => {
    expect(readConfig({})).toMatchObject({ approvalLinkDays: 7, smtpUrl: undefined, demo: true })
  })
})
