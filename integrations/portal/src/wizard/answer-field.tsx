import { Checkbox, Fieldset, NativeSelect, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { ParameterType } from '../generated/operations.ts'
import { t } from '../strings.ts'
import type { Answers } from './is-asked.ts'
import type { Question } from './questions.ts'

/** What a field needs of a question, or of a part of an OBJECT. */
type Asked = Pick<Question, 'key' | 'label' | 'hint' | 'type' | 'required' | 'placeholder' | 'options'> &
  Partial<Pick<Question, 'fields' | 'sensitive' | 'minimum' | 'maximum' | 'maxLength'>>

/** What every field of an answer is given. */
export interface AnswerFieldProps<Q = Asked> {
  question: Q
  value: unknown
  set: (value: unknown) => void
  error?: string | undefined
  /** A sensitive answer is there already, and not told. */
  isKept?: boolean
}

const radioUpTo = 4

/** A field for one answer, by the type of its question. */
export function AnswerField(props: AnswerFieldProps) {
  const { question, value, set, error } = props
  const { label, hint, required, options } = question
  const common = { label, description: hint, error, required }
  switch (question.type) {
    case 'BOOLEAN':
      return (
        <Checkbox
          label={label}
          description={hint}
          error={error}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      )
    case 'CHOICE':
      return <Choice {...props} />
    case 'MULTI_CHOICE':
      return (
        <Checkbox.Group {...common} value={Array.isArray(value) ? value.map(String) : []} onChange={set}>
          <Stack gap="xs" mt="xs">
            {options?.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      )
    case 'OBJECT':
    case 'ADDRESS':
      return <Parts {...props} />
    default:
      return <TextAnswer {...props} />
  }
}

function Choice({ question, value, set, error }: AnswerFieldProps) {
  const { label, hint, required, options } = question
  const common = { label, description: hint, error, required }
  const text = typeof value === 'string' ? value : ''
  if ((options?.length ?? 0) > radioUpTo)
    return (
      <NativeSelect
        {...common}
        value={text}
        onChange={(event) => set(event.currentTarget.value)}
        data={[{ value: '', label: t('provisioning.choose') }, ...(options ?? [])]}
      />
    )
  return (
    <Radio.Group {...common} value={text} onChange={set}>
      <Stack gap="xs" mt="xs">
        {options?.map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

const inputTypes: Partial<Record<ParameterType, string>> = {
  DATE: 'date',
  EMAIL: 'email',
  NUMBER: 'number',
  PHONE: 'tel',
  URL: 'url',
}

const bounds = ({ minimum, maximum, maxLength }: Asked) => ({
  min: minimum ?? undefined,
  max: maximum ?? undefined,
  maxLength: maxLength ?? undefined,
})

function TextAnswer({ question, value, set, error, isKept = false }: AnswerFieldProps) {
  const { type, label, hint, required, placeholder, sensitive } = question
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return (
    <TextInput
      label={label}
      description={isKept ? t('provisioning.kept') : hint}
      required={required && !isKept}
      placeholder={placeholder ?? undefined}
      type={sensitive ? 'password' : (inputTypes[type] ?? 'text')}
      autoComplete={sensitive ? 'new-password' : 'off'}
      {...bounds(question)}
      error={error}
      value={text}
      onChange={(event) => {
        const given = event.currentTarget.value
        set(type === 'NUMBER' && given !== '' ? Number(given) : given)
      }}
    />
  )
}

const addressParts = ['line1', 'line2', 'postalCode', 'city', 'region', 'country'] as const

/** An OBJECT or an ADDRESS: its parts in one frame. */
function Parts({ question, value, set, error }: AnswerFieldProps) {
  const whole: Answers = typeof value === 'object' && value !== null ? (value as Answers) : {}
  const parts: Asked[] =
    question.type === 'ADDRESS'
      ? addressParts.map((key) => ({
          key,
          label: t(`address.${key}`),
          hint: null,
          type: 'TEXT',
          required: question.required && key !== 'line2' && key !== 'region',
          placeholder: null,
          options: null,
        }))
      : (question.fields ?? [])
  return (
    <Fieldset legend={question.label}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {parts.map((part) => (
          <AnswerField
            key={part.key}
            question={part}
            value={whole[part.key]}
            set={(one) => set({ ...whole, [part.key]: one === '' ? undefined : one })}
          />
        ))}
      </SimpleGrid>
      {error && (
        <p role="alert" style={{ color: 'var(--mantine-color-error)' }}>
          {error}
        </p>
      )}
    </Fieldset>
  )
}
