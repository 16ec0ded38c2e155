import type {
  IDataObject,
  IHookFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow'
import { NodeConnectionTypes } from 'n8n-workflow'
import { WebhookEndpointCreate, WebhookEndpointDelete, WebhookEndpoints } from '../../generated/operations'
import { accepted, ask } from '../Countersign/ask'
import { eventOptions } from './event-options'
import { isSigned } from './signature'

/** What is kept of the endpoint. The secret is shown once: without it, the endpoint is replaced. */
interface Kept {
  endpointId?: string
  secret?: string
}

async function remove(context: IHookFunctions, endpointId: string): Promise<void> {
  const { webhookEndpointDelete } = await ask(context, WebhookEndpointDelete, { input: { endpointId } })
  // Somebody deleted it in Countersign: then there is nothing left to do.
  if (webhookEndpointDelete.userErrors[0]?.code !== 'NOT_FOUND') accepted(context, webhookEndpointDelete)
}

/** Starts a workflow when something happens to orders, approvals or cloud subscriptions. */
export class CountersignTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Countersign Trigger',
    name: 'countersignTrigger',
    icon: { light: 'file:countersign.svg', dark: 'file:countersign.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{$parameter["events"].join(", ")}}',
    description: 'Starts the workflow when something happens to orders, approvals or cloud subscriptions',
    defaults: { name: 'Countersign Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'countersignApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        path: 'webhook',
        rawBody: true,
      },
    ],
    properties: [
      {
        displayName: 'Events',
        name: 'events',
        type: 'multiOptions',
        required: true,
        default: ['order.placed'],
        options: eventOptions,
      },
    ],
  }

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        const kept = this.getWorkflowStaticData('node') as Kept
        const url = this.getNodeWebhookUrl('default')
        const wanted = [...(this.getNodeParameter('events') as string[])].toSorted()
        const { webhookEndpoints } = await ask(this, WebhookEndpoints, {})
        const found = webhookEndpoints.find(({ id }) => id === kept.endpointId)
        return (
          found !== undefined &&
          kept.secret !== undefined &&
          found.url === url &&
          found.status === 'ACTIVE' &&
          String([...found.eventTypes].toSorted()) === String(wanted)
        )
      },
      async create(this: IHookFunctions): Promise<boolean> {
        const url = this.getNodeWebhookUrl('default') ?? ''
        const { webhookEndpoints } = await ask(this, WebhookEndpoints, {})
        for (const { id } of webhookEndpoints.filter((one) => one.url === url && one.source === 'N8N'))
          await remove(this, id)
        const { webhookEndpointCreate } = await ask(this, WebhookEndpointCreate, {
          input: {
            url,
            eventTypes: this.getNodeParameter('events') as string[],
            source: 'N8N',
            description: `n8n: ${this.getWorkflow().name ?? this.getNode().name}`.slice(0, 500),
            // Never a repeat: its answer would not show the secret.
            idempotencyKey: `${url} ${new Date().toISOString()}`.slice(-255),
          },
        })
        const { webhookEndpoint, secret } = accepted(this, webhookEndpointCreate)
        const kept = this.getWorkflowStaticData('node') as Kept
        kept.endpointId = webhookEndpoint?.id
        kept.secret = secret ?? undefined
        return true
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        const kept = this.getWorkflowStaticData('node') as Kept
        if (kept.endpointId !== undefined) await remove(this, kept.endpointId)
        delete kept.endpointId
        delete kept.secret
        return true
      },
    },
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const { secret = '' } = this.getWorkflowStaticData('node') as Kept
    const { rawBody, headers } = this.getRequestObject()
    if (!isSigned(rawBody, headers, { secret, now: new Date() })) {
      this.getResponseObject().status(401).json({ message: 'The signature is wrong.' }).end()
      return { noWebhookResponse: true }
    }
    return { workflowData: [this.helpers.returnJsonArray(this.getBodyData() as IDataObject)] }
  }
}
