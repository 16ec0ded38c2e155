import {
  Anchor,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { SignInDocument } from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { session } from '../session.ts'
import { settings } from '../settings.ts'
import { t } from '../strings.ts'

/** Where a person signs in; demo log-ins are one press away. */
export function SignInPage() {
  const [{ fetching, error }, signIn] = useMutation(SignInDocument)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const enter = async (email: string, password: string) => {
    const { data } = await signIn({ input: { email, password } })
    if (data?.signIn.token) session.begin(data.signIn.token)
    else setRefusals(data?.signIn.userErrors ?? [])
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={460} gap="lg">
        <Group gap="sm">
          <img src="/assets/pages/mark.svg" alt="" width={36} height={36} />
          <Title order={1} size="h2">
            {t('signIn.title')}
          </Title>
        </Group>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <SignInForm busy={fetching} enter={(email, password) => void enter(email, password)} />
        <DemoLogIns busy={fetching} enter={(email, password) => void enter(email, password)} />
        <Text size="sm" c="dimmed">
          <Anchor href="/developers">{t('signIn.developers')}</Anchor> · Countersign {settings.version}
        </Text>
      </Stack>
    </Center>
  )
}

interface Entrance {
  busy: boolean
  enter: (email: string, password: string) => void
}

function SignInForm({ busy, enter }: Entrance) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter(email, password)
  }
  return (
    <Paper withBorder p="lg" component="form" onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </Paper>
  )
}

function DemoLogIns({ busy, enter }: Entrance) {
  if (settings.demoLogIns.length === 0) return null
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="demo-log-ins">
      <Title order={2} size="h5" id="demo-log-ins">
        {t('signIn.demo')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('signIn.demoHint')}
      </Text>
      <Stack gap="xs">
        {settings.demoLogIns.map(({ email, name, role, password }) => (
          <Button
            key={email}
            className="demo-log-in"
            variant="default"
            justify="space-between"
            h="auto"
            py={6}
            disabled={busy}
            onClick={() => enter(email, password)}
            rightSection={
              <Text size="xs" c="dimmed">
                {role}
              </Text>
            }
          >
            {name}
          </Button>
        ))}
      </Stack>
    </Paper>
  )
}
