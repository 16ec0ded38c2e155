import { NativeSelect, PasswordInput, SimpleGrid, TextInput } from '@mantine/core'
import { t } from '../strings.ts'
import type { Credential } from './endpoint-wish.ts'

interface CredentialFieldsProps {
  credential: Credential
  set: (credential: Credential) => void
  isNew: boolean
  error: string | undefined
}

const kinds = ['NONE', 'BASIC', 'BEARER'] as const

/** By which credential requests go to an endpoint. What is stored cannot be read: it is kept, or replaced. */
export function CredentialFields({ credential, set, isNew, error }: CredentialFieldsProps) {
  return (
    <>
      <NativeSelect
        label={t('webhooks.authentication')}
        description={t('webhooks.authenticationHint')}
        value={credential.kind}
        error={error}
        onChange={(event) => set({ ...credential, kind: event.currentTarget.value as Credential['kind'] })}
        data={[
          ...(isNew ? [] : [{ value: 'KEEP', label: t('webhooks.keepCredential') }]),
          ...kinds.map((value) => ({ value, label: t(`webhooks.authentications.${value}`) })),
        ]}
      />
      {credential.kind === 'BASIC' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('webhooks.username')}
            autoComplete="off"
            required
            value={credential.username}
            onChange={(event) => set({ ...credential, username: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('webhooks.password')}
            autoComplete="new-password"
            required
            value={credential.password}
            onChange={(event) => set({ ...credential, password: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
      {credential.kind === 'BEARER' && (
        <PasswordInput
          label={t('webhooks.token')}
          autoComplete="new-password"
          required
          value={credential.token}
          onChange={(event) => set({ ...credential, token: event.currentTarget.value })}
        />
      )}
    </>
  )
}
