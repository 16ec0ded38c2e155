import { describe, expect, it } from 'vitest'
import type { ErpPushFrom } from '../../src/erp/erp-connection.entity.ts'
import { erpTarget, isEdited, type ErpTarget } from '../../src/erp/erp-target.rules.ts'
import type { OrderStatus } from '../../src/orders/order-status.ts'

const write = (revision: number): ErpTarget => ({ operation: 'WRITE', revision })
const cancel = (revision: number): ErpTarget => ({ operation: 'CANCEL', revision })

type Case = [OrderStatus, number, ErpPushFrom, ErpTarget | null, ErpTarget | null]

describe('what an ERP is to hold of an order', () => {
  const cases: Case[] = [
    ['SUBMITTED', 1, 'PLACED', null, write(1)],
    ['PENDING_APPROVAL', 1, 'PLACED', null, write(1)],
    ['SUBMITTED', 1, 'APPROVED', null, null],
    ['PENDING_APPROVAL', 1, 'APPROVED', null, null],
    ['APPROVED', 1, 'APPROVED', null, write(1)],
    ['IN_FULFILLMENT', 1, 'APPROVED', null, write(1)],
    ['FULFILLED', 1, 'APPROVED', null, write(1)],
    ['FULFILLMENT_FAILED', 1, 'APPROVED', null, write(1)],
    ['APPROVED', 1, 'PLACED', write(1), null],
    ['CHANGES_REQUESTED', 1, 'PLACED', write(1), null],
    ['CHANGES_REQUESTED', 1, 'PLACED', null, null],
    ['DRAFT', 1, 'PLACED', null, null],
    ['SUBMITTED', 2, 'PLACED', write(1), write(2)],
    ['REJECTED', 1, 'PLACED', write(1), cancel(1)],
    ['CANCELLED', 1, 'APPROVED', write(1), cancel(1)],
    ['EXPIRED', 2, 'PLACED', write(1), cancel(2)],
    ['CANCELLED', 1, 'APPROVED', cancel(1), null],
    ['CANCELLED', 1, 'APPROVED', null, null],
    ['REJECTED', 1, 'APPROVED', null, null],
  ]
  it.each(cases)('%s, revision %i, from %s on, after %j: %j', (status, revision, from, known, wanted) => {
    expect(erpTarget({ status, revision, orderNumber: 'SO-1' }, from, known)).toEqual(wanted)
  })

  it('is nothing before it has its number', () => {
    expect(erpTarget({ status: 'SUBMITTED', revision: 1, orderNumber: null }, 'PLACED', null)).toBeNull()
  })

  it('waits while the order is edited', () => {
    const statuses: OrderStatus[] = ['DRAFT', 'CHANGES_REQUESTED', 'SUBMITTED', 'APPROVED', 'CANCELLED']
    expect(statuses.map(isEdited)).toEqual([true, true, false, false, false])
  })
})
