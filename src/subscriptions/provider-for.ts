import type { CloudProvider } from './cloud-provider.ts'

/** Who provisions for a vendor: its own provider, else `default`; null when a person or an integration has to. */
export function providerFor(
  providers: ReadonlyMap<string, CloudProvider>,
  vendorKey: string,
): CloudProvider | null {
  return providers.get(vendorKey) ?? providers.get('default') ?? null
}
