import { pino, type Logger } from 'pino'

export type { Logger }

const secretPaths = [
  'password',
  'token',
  'secret',
  'authorization',
  '*.password',
  '*.token',
  '*.secret',
  '*.authorization',
  'headers.cookie',
]

/** What a log line says of an error: enough to find it, and none of what libraries hang on their errors. */
function errorForLog(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const { code, detail, constraint } = error as { code?: unknown; detail?: unknown; constraint?: unknown }
  const cause = error.cause === undefined ? {} : { cause: errorForLog(error.cause) }
  return { name, message, code, detail, constraint, stack, ...cause }
}

/** The process's logger: JSON lines on stderr, secrets redacted by name. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: errorForLog },
      redact: { paths: secretPaths, censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
