import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TrustsAddress } from './client-address.ts'

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** Trusts these addresses and ranges (`10.0.0.0/8`), and nobody else. */
export function trustProxies(ranges: readonly string[]): TrustsAddress {
  const trusted = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    if (prefix === undefined) trusted.addAddress(address, familyOf(address))
    else trusted.addSubnet(address, Number(prefix), familyOf(address))
  }
  return (address) => isIP(address) !== 0 && trusted.check(address, familyOf(address))
}
