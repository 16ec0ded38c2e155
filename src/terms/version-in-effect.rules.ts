import type { TermsVersion } from './terms-version.entity.ts'

/** Texts are offered in English unless another language is asked for. */
const usualLocale = 'en'

function preference(locale: string, wanted: string): number {
  if (locale === wanted) return 0
  if (locale.split('-')[0] === wanted.split('-')[0]) return 1
  return locale === usualLocale ? 2 : 3
}

/**
 * Which of a document's versions is in effect: the one that began last, published last where two begin together.
 * Where it exists in several languages, the wanted one, else a sibling of it, else English.
 */
export function versionInEffect(
  versions: readonly TermsVersion[],
  now: Date,
  wantedLocale: string = usualLocale,
): TermsVersion | null {
  const effective = versions
    .filter((one) => one.effectiveFrom <= now)
    .toSorted(
      (a, b) =>
        b.effectiveFrom.getTime() - a.effectiveFrom.getTime() ||
        b.createdAt.getTime() - a.createdAt.getTime() ||
        (a.id < b.id ? 1 : -1),
    )
  const newest = effective[0]
  if (!newest) return null
  const translations = effective.filter((one) => one.version === newest.version)
  return (
    translations.toSorted(
      (a, b) => preference(a.locale, wantedLocale) - preference(b.locale, wantedLocale),
    )[0] ?? null
  )
}
