/** Password of every demo user. Demo users exist in demo data only. */
export const demoPassword = 'countersign-demo'

const logIn = (email: string, name: string, role: string) => ({ email, name, role, password: demoPassword })

/** The demo users worth naming, and what one tries with them. */
export const demoLogIns = [
  logIn('sales@meridian.example', 'Sales, Meridian Cloud', 'places orders for customers'),
  logIn('admin@meridian.example', 'Administrator, Meridian Cloud', 'approves orders'),
  logIn('desk@meridian.example', 'Order desk, Meridian Cloud', 'fulfils by hand'),
  logIn('admin@lakeside.example', 'Administrator, Lakeside IT', 'sub-reseller of Meridian'),
  logIn('sales@harbor.example', 'Sales, Harbor IT', 'another reseller'),
  logIn('admin@harbor.example', 'Administrator, Harbor IT', 'another reseller'),
  logIn('operator@countersign.example', 'Platform operator', 'catalog and queues'),
]
