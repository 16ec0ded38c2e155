/** Every version of the envelope that an endpoint may be pinned to, oldest first. Inside a version only additions. */
export const apiVersions: readonly string[] = ['2026-11-01']

/** The version that a new endpoint is pinned to unless it asks for another. */
export const currentApiVersion = '2026-11-01'
