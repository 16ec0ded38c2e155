import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { InvitationAcceptDocument } from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { session } from '../session.ts'
import { t } from '../strings.ts'

/** Where the link of an invitation leads, or of a new password: the person chooses one, and is signed in. */
export function AcceptPage() {
  const [, go] = useLocation()
  const [password, setPassword] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [{ fetching, error }, accept] = useMutation(InvitationAcceptDocument)
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { data } = await accept({ input: { token, password } })
    setRefusals(data?.invitationAccept.userErrors ?? [])
    if (!data?.invitationAccept.token) return
    session.begin(data.invitationAccept.token)
    // The link is used up, and leaves the history.
    go('/', { replace: true })
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={460} gap="lg">
        <Title order={1} size="h2">
          {t('accept.title')}
        </Title>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Paper withBorder p="lg" component="form" onSubmit={(event) => void submit(event)}>
          <Stack>
            <Text size="sm">{t('accept.hint')}</Text>
            <PasswordInput
              label={t('accept.password')}
              description={t('accept.rule')}
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={fetching}>
              {t('accept.submit')}
            </Button>
          </Stack>
        </Paper>
      </Stack>
    </Center>
  )
}
