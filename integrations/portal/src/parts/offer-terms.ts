import { formatDuration } from '../format.ts'
import { t } from '../strings.ts'

interface Terms {
  commitmentTerm: string | null
  billingPeriod: string | null
}

/** How long an offer binds, and how often it is billed: what offers of one product differ in. */
export const offerTerms = ({ commitmentTerm, billingPeriod }: Terms): string =>
  `${formatDuration(commitmentTerm)}, ${t('items.billed', { period: formatDuration(billingPeriod) })}`
