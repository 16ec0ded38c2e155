// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is what the query says
export type Json = any

/** Speaks to the API as a front end does; whatever is refused ends the measurement. */
export class BenchClient {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async signIn(url: string, email: string): Promise<BenchClient> {
    const input = { email, password: 'countersign-demo' }
    const { token } = await new BenchClient(url, '').done('signIn', input, 'token')
    return new BenchClient(url, token)
  }

  async ask(query: string, variables: object = {}): Promise<Json> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as Json
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

  /** Runs one mutation that must work; `fields` selects the noun. */
  async done(name: string, input: object, fields: string): Promise<Json> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code message } } }`
    const payload = (await this.ask(query, { input }))[name]
    if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors))
    return payload
  }
}
