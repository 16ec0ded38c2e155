/** Password of every demo user. Demo users exist in demo data only. */
export const demoPassword = 'countersign-demo'

/** The demo users worth naming, and who they are. */
export const demoLogIns = [
  { email: 'admin@meridian.example', who: 'Meridian Cloud, administrator: approves' },
  { email: 'sales@meridian.example', who: 'Meridian Cloud, sales: orders for customers' },
  { email: 'desk@meridian.example', who: 'Meridian Cloud, order desk: fulfils by hand' },
  { email: 'admin@lakeside.example', who: 'Lakeside IT, administrator (sub-reseller of Meridian)' },
  { email: 'admin@harbor.example', who: 'Harbor IT, administrator' },
  { email: 'sales@harbor.example', who: 'Harbor IT, sales' },
  { email: 'operator@countersign.example', who: 'platform operator: catalog, queue dashboard' },
] as const
