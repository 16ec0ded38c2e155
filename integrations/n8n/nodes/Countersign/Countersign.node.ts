import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow'
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow'
import { operations } from './operations'
import { properties } from './properties'

/** What a workflow can do: place orders, decide approvals, deliver lines, make and find customers. */
export class Countersign implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Countersign',
    name: 'countersign',
    icon: { light: 'file:countersign.svg', dark: 'file:countersign.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description: 'Place orders, decide approvals and deliver cloud subscriptions',
    defaults: { name: 'Countersign' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'countersignApi', required: true }],
    properties,
  }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const results: INodeExecutionData[] = []
    for (let item = 0; item < this.getInputData().length; item++) {
      try {
        const resource = this.getNodeParameter('resource', item) as string
        const operation = this.getNodeParameter('operation', item) as string
        const act = operations[resource]?.[operation]
        if (act === undefined)
          throw new NodeOperationError(this.getNode(), `There is no operation ${operation} of ${resource}.`)
        const answers = await act(this, item)
        results.push(...answers.map((json) => ({ json: json as IDataObject, pairedItem: { item } })))
      } catch (error) {
        if (!this.continueOnFail())
          throw new NodeOperationError(this.getNode(), error as Error, { itemIndex: item })
        results.push({ json: { error: (error as Error).message }, pairedItem: { item } })
      }
    }
    return [results]
  }
}
