import path from 'node:path'
import type { Express } from 'express'
import { projectRoot } from '../platform/project-root.ts'

const folder = path.join(projectRoot, 'src', 'api', 'pages')
const names = ['pages.css', 'mark.svg', 'graphiql.css', 'graphiql.js', 'fill-in.js', 'live.js'] as const

/** Serves style sheet, mark and scripts of our own pages under /assets/pages. */
export function servePageAssets(app: Express): void {
  for (const name of names)
    app.get(`/assets/pages/${name}`, (_request, response) => {
      response.setHeader('cache-control', 'no-cache')
      // A root: without it, an installation below a folder such as ~/.local would answer 404.
      response.sendFile(name, { root: folder })
    })
}
