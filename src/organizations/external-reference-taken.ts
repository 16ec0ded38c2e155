import { refuse } from '../platform/errors.ts'

/** The refusal for the unique constraint on references; pass it to `flushUnique`. */
export const externalReferenceTaken = {
  organization_seller_id_external_reference_key: () =>
    refuse('EXTERNAL_REFERENCE_TAKEN', 'Another organization has this reference. Use another one.', [
      'externalReference',
    ]),
}
