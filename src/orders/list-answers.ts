import type { Order, OrderLine } from './order.entity.ts'
import type { ProvisioningValue } from './provisioning-value.view.ts'

/** The answers of an order or of a line as clients see them, by key: of sensitive ones that they are set, not what. */
export function listAnswers(holder: Order | OrderLine): ProvisioningValue[] {
  const inherited = new Set('provisioningInherited' in holder ? holder.provisioningInherited : [])
  const sourceOf = (key: string) => (inherited.has(key) ? 'INHERITED' : 'USER')
  const told = Object.entries(holder.provisioningAnswers).map(([key, value]): ProvisioningValue => {
    return { key, value, isSensitive: false, source: sourceOf(key), setAt: null, setBy: null }
  })
  const sealed = Object.entries(holder.provisioningSecrets).map(([key, secret]): ProvisioningValue => {
    const { setAt, setBy } = secret
    return { key, value: null, isSensitive: true, source: sourceOf(key), setAt: new Date(setAt), setBy }
  })
  return [...told, ...sealed].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
