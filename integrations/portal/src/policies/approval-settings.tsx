import { Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import {
  ApprovalSettingsDocument,
  ApprovalSettingsUpdateDocument,
  type ApprovalDefault,
  type ApprovalSettingFieldsFragment,
  type ApprovalSubmission,
} from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'

interface Option<Value> {
  value: Value
  label: string
}

const submissions: ReadonlyArray<Option<ApprovalSubmission>> = [
  { value: 'AUTOMATIC', label: t('approvalSettings.AUTOMATIC') },
  { value: 'MANUAL', label: t('approvalSettings.MANUAL') },
]
const defaults: ReadonlyArray<Option<ApprovalDefault>> = [
  { value: 'REQUIRE_ADMINISTRATOR', label: t('approvalSettings.REQUIRE_ADMINISTRATOR') },
  { value: 'APPROVE', label: t('approvalSettings.APPROVE') },
]

/** How placed orders reach approval, and what holds where no policy speaks. */
export function ApprovalSettings({ mayChange }: { mayChange: boolean }) {
  const { viewer } = useViewer()
  const [{ data, error }, again] = useQuery({
    query: ApprovalSettingsDocument,
    variables: { id: viewer?.organization?.id ?? '' },
    pause: !viewer?.organization,
  })
  return (
    <Section title={t('approvalSettings.title')}>
      {error && <Fault error={error} again={again} />}
      {!data && !error && <Loading rows={3} />}
      {data?.organization && <Fields settings={data.organization} mayChange={mayChange} />}
    </Section>
  )
}

interface FieldsProps {
  settings: ApprovalSettingFieldsFragment
  mayChange: boolean
}

function Fields({ settings, mayChange }: FieldsProps) {
  const { id: organizationId, approvalSubmission, approvalDefault, approvalOnTimeout } = settings
  const [now, setNow] = useState({ approvalSubmission, approvalDefault, approvalOnTimeout })
  const [{ fetching, error }, update] = useMutation(ApprovalSettingsUpdateDocument)
  const [outcome, setOutcome] = useState<readonly Refusal[] | null>(null)
  const save = async () => {
    const { data } = await update({ input: { organizationId, ...now } })
    setOutcome(data?.organizationUpdate.userErrors ?? null)
  }
  const change = (part: Partial<typeof now>) => {
    setNow((before) => ({ ...before, ...part }))
    setOutcome(null)
  }
  return (
    <Stack gap="md">
      <Choice
        label={t('approvalSettings.submission')}
        options={submissions}
        value={now.approvalSubmission}
        isFixed={!mayChange}
        set={(value) => change({ approvalSubmission: value })}
      />
      <Choice
        label={t('approvalSettings.default')}
        options={defaults}
        value={now.approvalDefault}
        isFixed={!mayChange}
        set={(value) => change({ approvalDefault: value })}
      />
      <Checkbox
        label={t('approvalSettings.onTimeout')}
        disabled={!mayChange}
        checked={now.approvalOnTimeout}
        onChange={(event) => change({ approvalOnTimeout: event.currentTarget.checked })}
      />
      {error && <Fault error={error} />}
      <Refusals list={outcome ?? []} />
      {mayChange && (
        <Group gap="sm">
          <Button variant="default" onClick={() => void save()} aria-busy={fetching}>
            {t('approvalSettings.save')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {outcome?.length === 0 && t('saving.SAVED')}
          </Text>
        </Group>
      )}
    </Stack>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  options: ReadonlyArray<Option<Value>>
  value: Value
  isFixed: boolean
  set: (value: Value) => void
}

function Choice<Value extends string>({ label, options, value, isFixed, set }: ChoiceProps<Value>) {
  return (
    <Radio.Group
      label={label}
      value={value}
      onChange={(next) => {
        const chosen = options.find((one) => one.value === next)
        if (chosen) set(chosen.value)
      }}
    >
      <Stack gap="xs" mt="xs">
        {options.map((one) => (
          <Radio key={one.value} {...one} disabled={isFixed} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
