import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { CombinedError } from 'urql'
import { Fault, Refusals, type Refusal } from './fault.tsx'

interface Outcome {
  error: CombinedError | undefined
  refusals: readonly Refusal[]
}

interface RunButtonProps {
  label: string
  run: () => Promise<Outcome>
  /** What screen readers call it, where the label alone would not tell which. */
  name?: string
  size?: 'sm' | 'compact-sm'
  /** What people come for. */
  isMain?: boolean
}

/** Does one thing at once, and says so when it was refused. */
export function RunButton({ label, run, name, size = 'sm', isMain = false }: RunButtonProps) {
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Outcome | null>(null)
  const press = async () => {
    setBusy(true)
    const outcome = await run()
    setBusy(false)
    setFailed(outcome.error || outcome.refusals.length > 0 ? outcome : null)
  }
  return (
    <>
      <Button
        size={size}
        aria-label={name}
        variant={isMain ? 'filled' : 'default'}
        loading={isBusy}
        onClick={() => void press()}
      >
        {label}
      </Button>
      {failed && (
        <Modal opened onClose={() => setFailed(null)} title={label} centered>
          {failed.error && <Fault error={failed.error} />}
          <Refusals list={failed.refusals} />
        </Modal>
      )}
    </>
  )
}
