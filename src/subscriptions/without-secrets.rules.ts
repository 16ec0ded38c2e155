import type { ParameterValue } from '../catalog/parameters.rules.ts'
import type { ProvisionOutcome } from './cloud-provider.ts'

/** Shorter texts are in every second sentence, and protect nothing. */
const shortestSecret = 4

/** The texts within a sensitive answer that must not come back, each as it is and as JSON writes it. */
export function secretTexts(value: ParameterValue): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(secretTexts)
  const text = typeof value === 'boolean' || value === null ? '' : String(value)
  return text.length < shortestSecret ? [] : [...new Set([text, JSON.stringify(text).slice(1, -1)])]
}

/** A text without the secrets in it. */
export function textWithoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, '[not told]'), text)
}

/** What a provider answered, without the secrets that it was sent: vendors like to repeat what they refuse. */
export function withoutSecrets(outcome: ProvisionOutcome, secrets: readonly string[]): ProvisionOutcome {
  if (secrets.length === 0) return outcome
  const clean = (text: string) => textWithoutSecrets(text, secrets)
  switch (outcome.state) {
    case 'FULFILLED': {
      const details = Object.entries(outcome.details).map(
        ([key, value]) => [clean(key), clean(value)] as const,
      )
      return {
        ...outcome,
        vendorReference: clean(outcome.vendorReference),
        details: Object.fromEntries<string>(details),
      }
    }
    case 'PENDING':
      return { ...outcome, vendorReference: outcome.vendorReference && clean(outcome.vendorReference) }
    case 'INFORMATION_REQUIRED': {
      const problems = outcome.problems.map((one) => ({
        parameter: clean(one.parameter),
        message: clean(one.message),
      }))
      return { ...outcome, problems }
    }
    case 'FAILED':
      return { ...outcome, code: clean(outcome.code), message: clean(outcome.message) }
    case 'UNKNOWN_OUTCOME':
      return { ...outcome, message: clean(outcome.message) }
  }
}
