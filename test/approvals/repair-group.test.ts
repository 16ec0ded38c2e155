import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/access/roles.ts'
import { repairGroup, type OpenGroup } from '../../src/approvals/repair-group.rules.ts'

const person = (id: string, sellerId: string, roles: Role[]) => ({
  id,
  name: id.toUpperCase(),
  sellerId,
  customerId: null,
  roles,
})
const people = [
  person('ann', 'low', ['APPROVER']),
  person('ben', 'low', ['RESELLER_ADMIN']),
  person('cleo', 'low', ['RESELLER_ADMIN']),
  person('dora', 'up', ['RESELLER_ADMIN']),
  person('emil', 'up', ['APPROVER']),
]
const named = (...ids: string[]) => ids.map((id) => ({ id, name: id.toUpperCase() }))
const group = (ids: string[], minimumApprovals = 1): OpenGroup => ({
  approvers: named(...ids),
  minimumApprovals,
  selfApproverIds: [],
})
const facts = { sellers: ['low', 'up'], people, requesterId: 'ben', agreed: [] }

describe('who goes on deciding for a group', () => {
  it.each([
    ['those who still can, where they suffice', group(['ann', 'gone']), {}, ['ann'], false],
    ['administrators who did not ask, where nobody remains', group(['gone']), {}, ['cleo'], false],
    [
      'those above too, where two must agree and one is left',
      group(['gone'], 2),
      {},
      ['cleo', 'dora'],
      false,
    ],
    [
      'whoever agreed before it left, for that counts',
      group(['gone', 'ann'], 2),
      { agreed: ['gone'] },
      ['ann', 'gone'],
      false,
    ],
    ['too few, where three must agree', group(['gone'], 3), {}, ['cleo', 'dora'], true],
    ['nobody, where the requester alone is left', group(['gone']), { people: [people[1]!] }, [], true],
  ])('%s', (_what, open, more, ids, isShort) => {
    const repaired = repairGroup(open, { ...facts, ...more })
    expect(repaired.approvers.map(({ id }) => id)).toEqual(ids)
    expect(repaired.isShort).toBe(isShort)
  })

  it('a requester who may decide its own keeps its place', () => {
    const own: OpenGroup = { ...group(['ben', 'gone']), selfApproverIds: ['ben'] }
    expect(repairGroup(own, facts)).toEqual({
      approvers: named('ben'),
      minimumApprovals: 1,
      selfApproverIds: ['ben'],
      isShort: false,
    })
  })
})
