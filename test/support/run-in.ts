import { spawn } from 'node:child_process'
import path from 'node:path'

/** Runs a program in a folder to its end, those of its packages first. */
export async function runIn(
  folder: string,
  [program = '', ...args]: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; output: string }> {
  const bin = path.join(folder, 'node_modules', '.bin')
  // In a test's own environment n8n's linter takes every file for one of its examples.
  const usual = { ...process.env, NODE_ENV: '' }
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...usual, CI: '1', PATH: [bin, process.env['PATH']].join(path.delimiter), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ code: 1, stdout, output: message }))
    child.on('close', (code) => resolve({ code, stdout, output }))
  })
}
