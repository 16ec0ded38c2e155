import { t } from '../strings.ts'

const known = ['ORGANIZATION_ON_HOLD', 'NO_ACCOUNT', 'ACCOUNT_CREDIT_HOLD', 'ACCOUNT_ADMIN_HOLD'] as const

/** Why an organization or an account cannot order, in words; what is not known here is shown as the API says it. */
export const obstacleText = (problems: readonly string[]): string =>
  problems
    .map((code) => {
      const name = known.find((one) => one === code)
      return name ? t(`obstacle.${name}`) : code
    })
    .join(', ')
