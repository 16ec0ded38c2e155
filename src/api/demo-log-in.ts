/** A log-in of the demo data, as the pages offer it. Only a server with demo data on loopback has any. */
export interface DemoLogIn {
  email: string
  /** Name and place, such as `Jonas Weidlich, Meridian Cloud`. */
  name: string
  /** What one tries with it, such as `Sales: places orders`. */
  role: string
  password: string
}
