import { SimpleGrid, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { OrderSetContactsDocument } from '../generated/operations.ts'
import { Loading } from '../parts/loading.tsx'
import { t } from '../strings.ts'
import { contactRoles, contactsOf, formOf, type ContactForm, type Person } from './contact-form.ts'
import { PersonFields } from './person-fields.tsx'
import { StageBar } from './stage-bar.tsx'
import { stageOf } from './stages.ts'
import { useAutosave } from './use-autosave.ts'
import type { StageProps } from './wizard-page.tsx'

/** Stage 2: who administers, who is billed, who signs. Begins with the people of the customer. */
export function ContactsStage(props: StageProps) {
  const { order, saving } = props
  const [, setContacts] = useMutation(OrderSetContactsDocument)
  const asked = useRef(false)
  const isNew = stageOf(order, 'CONTACT_DETAILS').state === 'NOT_STARTED'
  useEffect(() => {
    if (!isNew || asked.current) return
    asked.current = true
    void saving.run(async () => {
      const { data, error } = await setContacts({ input: { orderId: order.id } })
      return { error, refusals: data?.orderSetContacts.userErrors ?? [] }
    })
  }, [isNew, order.id, saving, setContacts])
  if (isNew && saving.state !== 'FAILED') return <Loading rows={6} />
  return <ContactFields {...props} />
}

const texts = ['purchaseOrderNumber', 'costCenter', 'externalReference', 'invoiceEmail'] as const

function useContactForm({ order, saving }: Pick<StageProps, 'order' | 'saving'>) {
  const [form, setForm] = useState(() => formOf(order))
  const [, setContacts] = useMutation(OrderSetContactsDocument)
  const flush = useAutosave(form, (now: ContactForm) => {
    const references = Object.fromEntries(
      [...texts, 'notes' as const].map((name) => [name, now[name] || null]),
    )
    return saving.run(async () => {
      const { data, error } = await setContacts({
        input: { orderId: order.id, contacts: contactsOf(now), ...references },
      })
      return { error, refusals: data?.orderSetContacts.userErrors ?? [] }
    })
  })
  return { form, setForm, flush }
}

function ContactFields({ order, saving, move }: StageProps) {
  const { form, setForm, flush } = useContactForm({ order, saving })
  const { problems } = stageOf(order, 'CONTACT_DETAILS')
  const sent = contactsOf(form).map(({ role }) => role)
  const setPerson = (role: (typeof contactRoles)[number], person: Person) =>
    setForm((before) => ({ ...before, people: { ...before.people, [role]: person } }))
  const leave = async (by: 1 | -1) => {
    if (await flush(by === 1)) move(by)
  }
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {contactRoles.map((role) => (
          <PersonFields
            key={role}
            role={role}
            person={form.people[role]}
            set={(person) => setPerson(role, person)}
            problems={problems}
            refusals={saving.refusals}
            at={sent.indexOf(role)}
          />
        ))}
      </SimpleGrid>
      <Title order={2} size="h4">
        {t('contacts.references')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {texts.map((name) => (
          <TextInput
            key={name}
            label={t(`contacts.${name}`)}
            type={name === 'invoiceEmail' ? 'email' : 'text'}
            value={form[name]}
            error={saving.refusals.find(({ path }) => path[0] === name)?.message}
            onChange={(event) => {
              const { value } = event.currentTarget
              setForm((before) => ({ ...before, [name]: value }))
            }}
          />
        ))}
      </SimpleGrid>
      <Textarea
        label={t('contacts.notes')}
        autosize
        minRows={2}
        maxLength={2000}
        value={form.notes}
        onChange={(event) => {
          const { value } = event.currentTarget
          setForm((before) => ({ ...before, notes: value }))
        }}
      />
      <StageBar saving={saving} back={() => void leave(-1)} proceed={() => void leave(1)} />
    </Stack>
  )
}
