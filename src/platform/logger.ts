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

/** The process's logger: JSON lines on stderr, secrets redacted by name. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, redact: { paths: secretPaths, censor: '[redacted]' } },
    pino.destination({ dest: 2, sync: false }),
  )
}
