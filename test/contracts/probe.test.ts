import { describeProbe } from '../support/describe-probe.ts'

// Everybody behind both walls; behind one, who is nearest to the owner. All of them behind each: probe.long.ts.
describeProbe([
  { standing: 'both walls' },
  { standing: 'the filters alone', actors: ['another reseller', 'a sibling customer'] },
  { standing: 'row-level security alone', actors: ['another reseller', 'a sibling customer'] },
])
