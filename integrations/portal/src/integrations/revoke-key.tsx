import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { ApiKeyRevokeDocument, type ApiKeyFieldsFragment } from '../generated/operations.ts'
import { AskFirst } from '../parts/ask-first.tsx'
import { t } from '../strings.ts'
import { useAct } from './use-act.ts'

interface RevokeKeyProps {
  apiKey: ApiKeyFieldsFragment
  close: () => void
}

/** Ends a key at once. The last approver of an open request is let go only by who says so. */
export function RevokeKey({ apiKey, close }: RevokeKeyProps) {
  const [force, setForce] = useState(false)
  const act = useAct()
  const [, revoke] = useMutation(ApiKeyRevokeDocument)
  const isLastApprover = act.refusals.some(({ code }) => code === 'LAST_APPROVER')
  const confirm = async () => {
    const answer = await act.run(async () => {
      const { data, error } = await revoke({ input: { apiKeyId: apiKey.id, force } })
      return { error, payload: data?.apiKeyRevoke }
    })
    if (answer) close()
  }
  return (
    <AskFirst
      title={t('keys.revokeOne', { name: apiKey.name })}
      text={t('keys.revokeText')}
      action={t('keys.revoke')}
      busy={act.isBusy}
      error={act.error}
      refusals={act.refusals}
      act={() => void confirm()}
      close={close}
    >
      {(isLastApprover || force) && (
        <Checkbox
          label={t('keys.force')}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </AskFirst>
  )
}
