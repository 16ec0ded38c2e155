import { ActionIcon, Button, Group, Modal, MultiSelect, Stack, Table, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import {
  GroupCreateDocument,
  GroupUpdateDocument,
  type ApproverGroupFieldsFragment,
} from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'
import { useApproverChoices } from './use-approver-choices.ts'
import { useNames } from './use-names.ts'

/** The groups that policies can ask under one name. */
export function ApproverGroups({ mayChange }: { mayChange: boolean }) {
  const { groups, error, again } = useApproverChoices()
  const nameOf = useNames(groups?.flatMap(({ memberIds }) => memberIds) ?? [])
  const [editing, setEditing] = useState<ApproverGroupFieldsFragment | 'NEW' | null>(null)
  return (
    <Section title={t('groups.title')}>
      <AnswerState list={groups} error={error} again={again} none={t('groups.none')} rows={2} />
      {groups && groups.length > 0 && (
        <Table verticalSpacing="xs" aria-label={t('groups.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('groups.name')}</Table.Th>
              <Table.Th>{t('groups.members')}</Table.Th>
              {mayChange && <Table.Th>{t('items.actions')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map((group) => (
              <Table.Tr key={group.id}>
                <Table.Th scope="row" fw={500}>
                  {group.name}
                </Table.Th>
                <Table.Td>{group.memberIds.map(nameOf).join(', ')}</Table.Td>
                {mayChange && (
                  <Table.Td>
                    <ActionIcon
                      variant="subtle"
                      size="lg"
                      aria-label={t('groups.change', { name: group.name })}
                      onClick={() => setEditing(group)}
                    >
                      <Icon name="pencil" />
                    </ActionIcon>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayChange && (
        <Button mt="sm" variant="default" size="sm" onClick={() => setEditing('NEW')}>
          {t('groups.new')}
        </Button>
      )}
      {editing && (
        <GroupDialog
          group={editing === 'NEW' ? null : editing}
          close={() => setEditing(null)}
          saved={() => {
            setEditing(null)
            again()
          }}
        />
      )}
    </Section>
  )
}

interface GroupDialogProps {
  group: ApproverGroupFieldsFragment | null
  close: () => void
  saved: () => void
}

function useSaveGroup(group: ApproverGroupFieldsFragment | null) {
  const keyOf = useIntentKey()
  const [creating, create] = useMutation(GroupCreateDocument)
  const [updating, update] = useMutation(GroupUpdateDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const save = async (name: string, memberIds: string[]) => {
    const said = { name, memberIds }
    const answer = group
      ? (await update({ input: { ...said, groupId: group.id, expectedVersion: group.version } })).data
          ?.approverGroupUpdate
      : (await create({ input: { ...said, idempotencyKey: keyOf(said) } })).data?.approverGroupCreate
    setRefusals(answer?.userErrors ?? [])
    return answer?.userErrors.length === 0
  }
  return {
    save,
    refusals,
    error: creating.error ?? updating.error,
    isBusy: creating.fetching || updating.fetching,
  }
}

function GroupDialog({ group, close, saved }: GroupDialogProps) {
  const { deciders, keys } = useApproverChoices()
  const [name, setName] = useState(group?.name ?? '')
  const [members, setMembers] = useState<string[]>(group?.memberIds ?? [])
  const { save, refusals, error, isBusy } = useSaveGroup(group)
  const about = (field: string) => refusals.find(({ path }) => path[0] === field)?.message
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await save(name, members)) saved()
  }
  return (
    <Modal
      opened
      onClose={close}
      title={group ? t('groups.change', { name: group.name }) : t('groups.new')}
      centered
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {error && <Fault error={error} />}
          <Refusals list={refusals.filter(({ path }) => !['name', 'memberIds'].includes(path[0] ?? ''))} />
          <TextInput
            label={t('groups.name')}
            required
            maxLength={120}
            data-autofocus
            error={about('name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            label={t('groups.members')}
            description={t('groups.membersHint')}
            data={[...deciders, ...keys]}
            searchable
            hidePickedOptions
            error={about('memberIds')}
            value={members}
            onChange={setMembers}
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t('items.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
