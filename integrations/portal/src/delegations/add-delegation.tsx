import { Button, Group, Modal, NativeSelect, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState, type FormEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import {
  DelegationCreateDocument,
  DelegationPoliciesDocument,
  OrganizationListDocument,
  type ApprovalDelegationCreateInput,
} from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { MomentField } from '../parts/moment-field.tsx'
import { useApproverChoices } from '../policies/use-approver-choices.ts'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'

/** What is entered. Empty texts: nobody else, everything. */
interface Entered {
  fromUserId: string
  toUserId: string
  policyId: string
  customerId: string | null
  validFrom: string | null
  validTo: string | null
}

const fields = ['fromUserId', 'toUserId', 'policyId', 'customerId', 'validFrom', 'validTo']

interface AddDelegationProps {
  close: () => void
  added: () => void
}

function useCreate(entered: Entered, added: () => void) {
  const keyOf = useIntentKey()
  const [{ fetching, error }, create] = useMutation(DelegationCreateDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { fromUserId, toUserId, policyId, customerId, validFrom, validTo } = entered
    const said: Omit<ApprovalDelegationCreateInput, 'idempotencyKey'> = {
      toUserId,
      fromUserId: fromUserId || null,
      policyId: policyId || null,
      customerId,
      validFrom,
      validTo: validTo ?? '',
    }
    const { data } = await create({ input: { ...said, idempotencyKey: keyOf(said) } })
    const found = data?.approvalDelegationCreate.userErrors
    setRefusals(found ?? [])
    if (found?.length === 0) added()
  }
  return { submit, refusals, error, isBusy: fetching }
}

/** Asks who decides in whose place, for what and how long. */
export function AddDelegation({ close, added }: AddDelegationProps) {
  const [entered, setEntered] = useState<Entered>({
    fromUserId: '',
    toUserId: '',
    policyId: '',
    customerId: null,
    validFrom: null,
    validTo: null,
  })
  const { submit, refusals, error, isBusy } = useCreate(entered, added)
  const set = (change: Partial<Entered>) => setEntered((before) => ({ ...before, ...change }))
  const about = (field: string) => refusals.find(({ path }) => path[0] === field)?.message
  return (
    <Modal opened onClose={close} title={t('delegations.add')} centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {error && <Fault error={error} />}
          <Refusals list={refusals.filter(({ path }) => !fields.includes(path[0] ?? ''))} />
          <People entered={entered} set={set} about={about} />
          <Scope entered={entered} set={set} about={about} />
          <MomentField
            label={t('delegations.validFrom')}
            description={t('delegations.validFromHint')}
            error={about('validFrom')}
            value={entered.validFrom}
            set={(validFrom) => set({ validFrom })}
          />
          <MomentField
            label={t('delegations.validTo')}
            required
            error={about('validTo')}
            value={entered.validTo}
            set={(validTo) => set({ validTo })}
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t('delegations.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface PartProps {
  entered: Entered
  set: (change: Partial<Entered>) => void
  about: (field: string) => string | undefined
}

function People({ entered, set, about }: PartProps) {
  const { viewer, may } = useViewer()
  const { deciders } = useApproverChoices()
  const approver = entered.fromUserId || viewer?.id
  return (
    <>
      {may('APPROVAL_MANAGE') && (
        <NativeSelect
          label={t('delegations.from')}
          error={about('fromUserId')}
          value={entered.fromUserId}
          onChange={(event) => set({ fromUserId: event.currentTarget.value })}
          data={[
            { value: '', label: t('delegations.me', { name: viewer?.name ?? '' }) },
            ...deciders.filter(({ value }) => value !== viewer?.id),
          ]}
        />
      )}
      <NativeSelect
        label={t('delegations.to')}
        required
        data-autofocus
        error={about('toUserId')}
        value={entered.toUserId}
        onChange={(event) => set({ toUserId: event.currentTarget.value })}
        data={[
          { value: '', label: t('provisioning.choose') },
          ...deciders.filter(({ value }) => value !== approver),
        ]}
      />
    </>
  )
}

function Scope({ entered, set, about }: PartProps) {
  const [{ data: policies }] = useQuery({ query: DelegationPoliciesDocument })
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 250)
  const [{ data: found }] = useQuery({
    query: OrganizationListDocument,
    variables: { first: 20, search: asked || null, where: { kind: 'CUSTOMER' } },
  })
  return (
    <>
      <NativeSelect
        label={t('delegations.policy')}
        error={about('policyId')}
        value={entered.policyId}
        onChange={(event) => set({ policyId: event.currentTarget.value })}
        data={[
          { value: '', label: t('delegations.allPolicies') },
          ...(policies?.approvalPolicies.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []),
        ]}
      />
      <Select
        label={t('delegations.customer')}
        placeholder={t('delegations.allCustomers')}
        searchable
        clearable
        error={about('customerId')}
        data={found?.organizations.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        filter={({ options }) => options}
        value={entered.customerId}
        onSearchChange={setSearch}
        onChange={(customerId) => set({ customerId })}
        nothingFoundMessage={t('organizations.none')}
      />
    </>
  )
}
