import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  INodeProperties,
} from 'n8n-workflow'

export class CountersignApi implements ICredentialType {
  name = 'countersignApi'

  displayName = 'Countersign API'

  icon: Icon = { light: 'file:countersign.svg', dark: 'file:countersign.dark.svg' }

  documentationUrl = 'https://countersign.example/docs/integrate/n8n#credentials'

  properties: INodeProperties[] = [
    {
      displayName: 'Server',
      name: 'url',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'https://orders.example.com',
      description: 'The address at which you open Countersign',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
    },
  ]

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  }

  // A key that does not hold is answered with 401.
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.url}}',
      url: '/graphql',
      method: 'POST',
      body: { query: '{ viewer { id } }' },
    },
  }
}
