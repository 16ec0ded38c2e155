import { expect } from 'vitest'

export interface Answer<T = Record<string, never>> {
  data: T | null
  errors?: Array<{ message: string; path?: Array<string | number>; extensions: Record<string, unknown> }>
}

/** Any JSON object: tests read answers by path and assert exact values. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is what the test's own query says
export type Json = any

/** Speaks to the API as a front end does: HTTP POST, Bearer token. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  static async signIn(url: string, email: string, password = 'countersign-demo'): Promise<ApiClient> {
    const { signIn } = await new ApiClient(url).ask(
      'mutation ($input: SignInInput!) { signIn(input: $input) { token userErrors { code message } } }',
      { input: { email, password } },
    )
    expect(signIn.userErrors).toEqual([])
    return new ApiClient(url, signIn.token)
  }

  /** The raw answer, whatever it says. */
  async request(query: string, variables: Record<string, unknown> = {}): Promise<Answer<Json>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer<Json>
  }

  /** The data of an answer without top-level errors. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Json> {
    const answer = await this.request(query, variables)
    expect(answer.errors).toBeUndefined()
    return answer.data
  }

  /** Runs one mutation; answers with its payload. `fields` selects the noun. */
  async mutate(name: string, input: Record<string, unknown>, fields: string): Promise<Json> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const errors =
      'userErrors { __typename code message path ... on VersionConflictError { currentVersion } }'
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} ${errors} } }`
    return (await this.ask(query, { input }))[name]
  }

  /** Runs one mutation that must work. */
  async done(name: string, input: Record<string, unknown>, fields: string): Promise<Json> {
    const payload = await this.mutate(name, input, fields)
    expect(payload.userErrors).toEqual([])
    return payload
  }
}
