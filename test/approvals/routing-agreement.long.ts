import { describeAgreement } from './describe-agreement.ts'

describeAgreement(500)
