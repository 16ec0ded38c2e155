import { describeProbe } from '../support/describe-probe.ts'

// Behind one wall alone: probe-one-wall.test.ts.
describeProbe([{ standing: 'both walls' }], { withControls: true })
