import { describeProbe } from '../support/describe-probe.ts'

describeProbe(
  [{ standing: 'both walls' }, { standing: 'the filters alone' }, { standing: 'row-level security alone' }],
  { withControls: true },
)
