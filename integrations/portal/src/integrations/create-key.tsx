import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { ApiKeyCreateDocument, type Permission } from '../generated/operations.ts'
import { MomentField } from '../parts/moment-field.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'
import { ActState } from './act-state.tsx'
import { SecretOnce } from './secret-once.tsx'
import { useAct } from './use-act.ts'

/** What no key may carry, whoever makes it. */
const neverGiven: readonly Permission[] = ['OPERATE', 'OPERATIONS_READ', 'CATALOG_WRITE']

const isReading = (scope: Permission) => scope.endsWith('_READ') && scope !== 'PRICE_COST_READ'

interface Wish {
  name: string
  scopes: Permission[]
  expiresAt: string | null
}

/** Makes a key for a program, at most with what its maker may do, and shows it this once. */
export function CreateKey({ close }: { close: () => void }) {
  const keyOf = useIntentKey()
  const [wish, setWish] = useState<Wish>({ name: '', scopes: [], expiresAt: null })
  const [made, setMade] = useState<{ secret: string | null } | null>(null)
  const act = useAct()
  const [, create] = useMutation(ApiKeyCreateDocument)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const input = { ...wish, idempotencyKey: keyOf(wish) }
    const answer = await act.run(async () => {
      const { data, error } = await create({ input })
      return { error, payload: data?.apiKeyCreate }
    })
    if (answer) setMade({ secret: answer.secret })
  }
  if (made)
    return (
      <SecretOnce
        title={t('keys.secretTitle')}
        text={t('keys.secretText')}
        label={t('keys.secretLabel')}
        secret={made.secret}
        none={t('keys.secretNone')}
        close={close}
      />
    )
  return (
    <Modal opened onClose={close} title={t('keys.add')} size="lg" centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <ActState act={act} />
          <KeyFields
            wish={wish}
            set={setWish}
            wrong={(name) => act.refusals.find(({ path }) => path[0] === name)?.message}
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={act.isBusy}>
              {t('keys.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface KeyFieldsProps {
  wish: Wish
  set: (wish: Wish) => void
  wrong: (name: string) => string | undefined
}

function KeyFields({ wish, set, wrong }: KeyFieldsProps) {
  const { viewer } = useViewer()
  const offered = (viewer?.permissions ?? []).filter((one) => !neverGiven.includes(one))
  const choose = (isChosen: (scope: Permission) => boolean) =>
    set({ ...wish, scopes: offered.filter(isChosen) })
  return (
    <>
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameHint')}
        required
        maxLength={100}
        data-autofocus
        value={wish.name}
        error={wrong('name')}
        onChange={(event) => set({ ...wish, name: event.currentTarget.value })}
      />
      <MomentField
        label={t('keys.expires')}
        description={t('keys.expiresHint')}
        value={wish.expiresAt}
        error={wrong('expiresAt')}
        set={(expiresAt) => set({ ...wish, expiresAt })}
      />
      <Checkbox.Group
        label={t('keys.scopes')}
        description={t('keys.scopesHint')}
        required
        value={wish.scopes}
        error={wrong('scopes')}
        onChange={(chosen) => choose((scope) => chosen.includes(scope))}
      >
        <Group gap="xs" my="xs">
          <Button size="compact-sm" variant="default" onClick={() => choose(isReading)}>
            {t('keys.reading')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => choose(() => false)}>
            {t('keys.nothing')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {t('keys.chosen', { count: wish.scopes.length })}
          </Text>
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          {offered.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} description={t(`permission.${scope}`)} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
    </>
  )
}
