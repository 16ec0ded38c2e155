import { NativeSelect, Textarea } from '@mantine/core'
import type { Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import type { HeaderDraft } from './header-draft.ts'

interface HeaderFieldsProps {
  headers: HeaderDraft
  set: (headers: HeaderDraft) => void
  isNew: boolean
  refusals: readonly Refusal[]
}

/** Headers beside ours, a line for each. What is stored cannot be read: it is kept, or replaced as a whole. */
export function HeaderFields({ headers, set, isNew, refusals }: HeaderFieldsProps) {
  const wrong = refusals.find(({ path }) => path[0] === 'headers')?.message
  return (
    <>
      {!isNew && (
        <NativeSelect
          label={t('webhooks.headers')}
          value={headers.kind}
          onChange={(event) =>
            set({ ...headers, kind: event.currentTarget.value === 'KEEP' ? 'KEEP' : 'REPLACE' })
          }
          data={[
            { value: 'KEEP', label: t('webhooks.keepHeaders') },
            { value: 'REPLACE', label: t('webhooks.replaceHeaders') },
          ]}
        />
      )}
      {headers.kind === 'REPLACE' && (
        <Textarea
          label={t(isNew ? 'webhooks.headers' : 'webhooks.newHeaders')}
          description={t('webhooks.headersHint')}
          placeholder="X-Environment: production"
          autosize
          minRows={2}
          spellCheck={false}
          value={headers.lines}
          error={wrong}
          onChange={(event) => set({ ...headers, lines: event.currentTarget.value })}
        />
      )}
    </>
  )
}
