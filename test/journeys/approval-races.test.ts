import { describeApprovalRace } from '../support/describe-approval-race.ts'

describeApprovalRace(5, 300_000)
