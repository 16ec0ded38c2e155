import { Alert, Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { UserInviteDocument, type OrganizationKind, type Role } from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { LinkToCopy } from '../parts/link-to-copy.tsx'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'
import { RoleChoice } from './role-choice.tsx'

interface InviteDialogProps {
  organization: { id: string; name: string; kind: OrganizationKind }
  close: () => void
  /** The list has one more. */
  invited: () => void
}

const fields = [
  { name: 'firstName', type: 'text' },
  { name: 'lastName', type: 'text' },
  { name: 'email', type: 'email' },
  { name: 'phone', type: 'tel' },
] as const
const nobody = { firstName: '', lastName: '', email: '', phone: '' }

/** Adds a person; the link by which the person chooses a password is shown this once. */
export function InviteDialog({ organization, close, invited }: InviteDialogProps) {
  const [link, setLink] = useState<string | null>(null)
  const done = (url: string | null) => {
    invited()
    // Relative where the server does not know its own address.
    if (url) setLink(new URL(url, location.origin).href)
    else close()
  }
  return (
    <Modal opened onClose={close} title={t('users.inviteTo', { name: organization.name })} size="lg" centered>
      {link ? (
        <Invited link={link} close={close} />
      ) : (
        <InviteForm organization={organization} close={close} done={done} />
      )}
    </Modal>
  )
}

function Invited({ link, close }: { link: string; close: () => void }) {
  return (
    <Stack>
      <Alert color="green" variant="outline" title={t('users.invited')} role="status">
        <Text size="sm">{t('users.linkOnce')}</Text>
      </Alert>
      <LinkToCopy link={link} close={close} />
    </Stack>
  )
}

interface InviteFormProps extends Omit<InviteDialogProps, 'invited'> {
  done: (url: string | null) => void
}

function InviteForm({ organization, close, done }: InviteFormProps) {
  const keyOf = useIntentKey()
  const [person, setPerson] = useState(nobody)
  const [roles, setRoles] = useState<Role[]>([])
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [{ fetching, error }, invite] = useMutation(UserInviteDocument)
  const wrong = (name: string) => refusals.find(({ path }) => path[0] === name)?.message
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = { organizationId: organization.id, ...person, phone: person.phone || null, roles }
    const { data } = await invite({ input: { ...wanted, idempotencyKey: keyOf(wanted) } })
    if (data?.userInvite.user) done(data.userInvite.invitationUrl)
    else setRefusals(data?.userInvite.userErrors ?? [])
  }
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Stack>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {fields.map(({ name, type }) => (
            <TextInput
              key={name}
              label={t(`contacts.${name}`)}
              type={type}
              required={name !== 'phone'}
              autoComplete="off"
              data-autofocus={name === 'firstName' ? true : undefined}
              value={person[name]}
              error={wrong(name)}
              onChange={(event) => {
                const { value } = event.currentTarget
                setPerson((before) => ({ ...before, [name]: value }))
              }}
            />
          ))}
        </SimpleGrid>
        <RoleChoice kind={organization.kind} roles={roles} set={setRoles} error={wrong('roles')} />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={fetching}>
            {t('users.invite')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
