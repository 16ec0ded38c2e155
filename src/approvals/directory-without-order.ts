import type { ApprovalRoutingData } from './approval-routing-data.ts'
import type { ApproverDirectory } from './resolve-group.rules.ts'

/** Who could be asked while there is no order: managers, owners and customers are known only with one. */
export function directoryWithoutOrder({ sellers, people, groups }: ApprovalRoutingData): ApproverDirectory {
  return {
    sellers,
    people,
    groups,
    requesterId: '',
    requesterManagerId: null,
    accountOwnerId: null,
    costCenterOwnerId: null,
    customerId: null,
  }
}
