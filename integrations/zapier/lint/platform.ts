import zapier from 'zapier-platform-core'

// What the package exports and its types leave out.
const { createAppHandler } = zapier as unknown as {
  createAppHandler: (app: object) => (command: { command: 'validate' }) => Promise<{ results: unknown[] }>
}

/** Runs parts of an app in Zapier's own runtime. */
export const { createAppTester } = zapier

/** What the platform's validator finds; it looks at structure only. */
export async function validateApp(app: object): Promise<unknown[]> {
  return (await createAppHandler(app)({ command: 'validate' })).results
}
