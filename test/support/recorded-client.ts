import { ApiClient, type Answer, type Json } from './api-client.ts'

/** A client that writes down everything that it was answered. */
export class RecordedClient extends ApiClient {
  constructor(
    url: string,
    token: string | null,
    private readonly heard: string[],
  ) {
    super(url, token)
  }

  override async request(query: string, variables: Record<string, unknown> = {}): Promise<Answer<Json>> {
    const answer = await super.request(query, variables)
    this.heard.push(JSON.stringify(answer))
    return answer
  }
}
