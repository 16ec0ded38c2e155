import i18next from 'i18next'
import english from './strings/en.json'

// Another language is another file beside en.json, named here.
const resources = { en: { translation: english } }

void i18next.init({
  resources,
  lng: navigator.language,
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
})

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}

/** The text by this name, in the reader's language. */
export const t = i18next.t
