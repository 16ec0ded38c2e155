import { Anchor, Text } from '@mantine/core'
import { useState, type MouseEvent, type ReactNode } from 'react'
import { session } from '../session.ts'
import { t } from '../strings.ts'

interface DownloadLinkProps {
  /** A path of this server that asks for the session's token. */
  href: string
  children: ReactNode
}

const keptMs = 60_000

/** What it is to be called, as the server says; its last part of the address otherwise. */
function nameOf(response: Response): string {
  const said = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return said ?? new URL(response.url).pathname.split('/').at(-1) ?? ''
}

/** How the server refuses beside GraphQL. */
interface Said {
  message?: string
  errors?: Array<{ message: string }>
}

/** Why there is no file, in the server's words where it has some. */
async function sentenceOf(response: Response): Promise<string> {
  const said = (await response.json().catch(() => null)) as Said | null
  return said?.message ?? said?.errors?.[0]?.message ?? t('fault.server')
}

/** Fetches the file with the session's token, which no link carries; answers with what went wrong. */
async function download(href: string): Promise<string | null> {
  const headers = { authorization: `Bearer ${session.read()?.token ?? ''}` }
  const response = await fetch(href, { headers }).catch(() => null)
  if (!response) return t(navigator.onLine ? 'fault.server' : 'fault.offline')
  if (response.status === 401) session.end()
  if (!response.ok) return sentenceOf(response)
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: nameOf(response) })
  link.click()
  // Not before the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), keptMs)
  return null
}

/** A file that is fetched when it is asked for. */
export function DownloadLink({ href, children }: DownloadLinkProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const fetchIt = async (event: MouseEvent) => {
    event.preventDefault()
    setProblem(await download(href))
  }
  return (
    <div>
      <Anchor href={href} size="sm" download onClick={(event) => void fetchIt(event)}>
        {children}
      </Anchor>
      {problem && (
        <Text size="sm" c="red" role="alert">
          {problem}
        </Text>
      )}
    </div>
  )
}
