import type {
  IDataObject,
  IExecuteFunctions,
  IHookFunctions,
  ILoadOptionsFunctions,
  JsonObject,
} from 'n8n-workflow'
import { NodeApiError, NodeOperationError } from 'n8n-workflow'
import type { Operation } from '../../generated/operations'

type Asker = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions

interface Fault {
  message: string
  extensions?: { code?: string }
}

interface UserError {
  code: string
  message: string
  path: string[]
}

/** Sends an operation and answers with its data. */
export async function ask<Result, Variables>(
  asker: Asker,
  operation: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const { url } = await asker.getCredentials('countersignApi')
  const answer = (await asker.helpers.httpRequestWithAuthentication.call(asker, 'countersignApi', {
    method: 'POST',
    url: `${String(url).replace(/\/+$/, '')}/graphql`,
    body: { query: operation.text, variables } as IDataObject,
    json: true,
    ignoreHttpStatusErrors: true,
  })) as { data?: Result | null; errors?: Fault[] }
  const [fault] = answer.errors ?? []
  if (fault !== undefined || !answer.data) {
    const message = fault?.message ?? 'This is no Countersign server: check the URL.'
    throw new NodeApiError(asker.getNode(), { message } as JsonObject, { message })
  }
  return answer.data
}

/** The payload of a mutation that was accepted; what was refused is told sentence by sentence. */
export function accepted<Payload extends { userErrors: UserError[] }>(
  asker: Asker,
  payload: Payload,
): Payload {
  if (payload.userErrors.length === 0) return payload
  const sentences = payload.userErrors.map(({ message, path }) =>
    path.length > 0 ? `${message} (${path.join('.')})` : message,
  )
  throw new NodeOperationError(asker.getNode(), sentences.join(' '), {
    description: payload.userErrors.map(({ code }) => code).join(', '),
  })
}
