import { Checkbox, Fieldset, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import type { OrderContactRole } from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import type { Person } from './contact-form.ts'
import { problemAt, type StageProblem } from './stages.ts'

interface PersonFieldsProps {
  role: OrderContactRole
  person: Person
  set: (person: Person) => void
  problems: readonly StageProblem[]
  refusals: readonly Refusal[]
  /** Where this person stood in what was sent last. */
  at: number
}

const fields = [
  { name: 'firstName', type: 'text' },
  { name: 'lastName', type: 'text' },
  { name: 'email', type: 'email' },
  { name: 'phone', type: 'tel' },
] as const

/** One contact of the order. */
export function PersonFields({ role, person, set, problems, refusals, at }: PersonFieldsProps) {
  const isMissing = problems.find(
    ({ code, path }) => code === 'CONTACT_ROLE_MISSING' && path[1] === role,
  )?.message
  const wrong = (name: string) =>
    problemAt(refusals, ['contacts', String(at), name]) ?? problemAt(problems, ['contacts', role, name])
  return (
    <Fieldset legend={t(`contacts.role.${role}`)}>
      <Stack gap="sm">
        {role !== 'ADMIN' && (
          <Checkbox
            label={t('contacts.same')}
            checked={person.isSame}
            onChange={(event) => set({ ...person, isSame: event.currentTarget.checked })}
          />
        )}
        {!person.isSame && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {fields.map(({ name, type }) => (
              <TextInput
                key={name}
                label={t(`contacts.${name}`)}
                type={type}
                value={person[name]}
                error={wrong(name)}
                onChange={(event) => set({ ...person, [name]: event.currentTarget.value })}
              />
            ))}
          </SimpleGrid>
        )}
        {isMissing && (
          <Text size="sm" c="red">
            {isMissing}
          </Text>
        )}
      </Stack>
    </Fieldset>
  )
}
