import { expect, test } from 'vitest'
import { sharedBuffers } from '../../src/platform/shared-buffers.ts'

test.each([
  ['256 MB', 256, '128MB'],
  ['1 GB', 1024, '256MB'],
  ['3.5 GB', 3584, '896MB'],
  ['8 GB', 8192, '2048MB'],
  ['64 GB', 65_536, '2048MB'],
])('of %s of memory the embedded server takes a quarter, within bounds', (_, megabytes, taken) => {
  expect(sharedBuffers(megabytes * 2 ** 20)).toBe(taken)
})
