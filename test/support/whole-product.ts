import 'reflect-metadata'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'

/** The whole product as a process of its own, for tests that measure or kill it; tells its port. */
const running = await compose(await openResources(readConfig(process.env)))
process.send?.({ port: running.api?.port })
process.once('disconnect', () => process.exit(0))
