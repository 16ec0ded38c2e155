import { describeProbe } from '../support/describe-probe.ts'

// Who is nearest to the owner. Everybody, behind each wall: probe.long.ts.
describeProbe(
  [
    { standing: 'the filters alone', actors: ['another reseller', 'a sibling customer'] },
    { standing: 'row-level security alone', actors: ['another reseller', 'a sibling customer'] },
  ],
  { withControls: false },
)
