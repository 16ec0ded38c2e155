import { describeApprovalRace } from '../support/describe-approval-race.ts'

describeApprovalRace(200, 3_600_000)
