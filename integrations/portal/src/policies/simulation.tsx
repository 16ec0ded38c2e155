import { Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useClient, type CombinedError } from 'urql'
import { Link } from 'wouter'
import {
  PolicySimulateDocument,
  type ApprovalPolicyDefinitionInput,
  type PolicySimulateQuery,
  type SimulatedFieldsFragment,
} from '../generated/operations.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { Section } from '../orders/order-sections.tsx'
import { t } from '../strings.ts'
import { problemsOf } from './problems-of.ts'

type Simulated = PolicySimulateQuery['approvalPolicySimulate']

interface SimulationProps {
  definition: ApprovalPolicyDefinitionInput
  /** The active policy that the draft would replace. */
  policyId: string | null
}

interface Outcome {
  result: Simulated | null
  refusals: readonly Refusal[]
  error: CombinedError | undefined
  /** The draft that it is about. */
  of: string
}

function useSimulation({ definition, policyId }: SimulationProps) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const of = JSON.stringify(definition)
  const run = async (last: string) => {
    setBusy(true)
    const input = { definition, policyId, lastOrders: Number.parseInt(last, 10) || 0 }
    const options = { requestPolicy: 'network-only' } as const
    const { data, error } = await client.query(PolicySimulateDocument, { input }, options)
    const refusals = problemsOf(error)
    const result = data?.approvalPolicySimulate ?? null
    setOutcome({ result, refusals: refusals ?? [], error: refusals ? undefined : error, of })
    setBusy(false)
  }
  return { run, isBusy, outcome, isStale: outcome !== null && outcome.of !== of }
}

/** Tries the draft on past orders: which would have gone another way? */
export function Simulation(props: SimulationProps) {
  const [last, setLast] = useState('100')
  const { run, isBusy, outcome, isStale } = useSimulation(props)
  const { result = null, refusals = [], error } = outcome ?? {}
  return (
    <Section title={t('simulation.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('simulation.hint')}
        </Text>
        <Group align="end">
          <TextInput
            label={t('simulation.last')}
            type="number"
            min={1}
            max={500}
            w={200}
            value={last}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => void run(last)} aria-busy={isBusy}>
            {t('simulation.run')}
          </Button>
        </Group>
        {error && <Fault error={error} again={() => void run(last)} />}
        <Refusals list={refusals} />
        <Text size="sm" role="status">
          {isBusy ? t('loading') : result && summary(result)}
          {result && isStale && ` ${t('simulation.stale')}`}
        </Text>
        {result && result.changed.length > 0 && <Changed list={result.changed} />}
      </Stack>
    </Section>
  )
}

const summary = ({ examined, changed }: Simulated): string =>
  examined === 0
    ? t('simulation.nothing')
    : `${t('simulation.examined', { count: examined })} ${t('simulation.changed', { count: changed.length })}`

function Changed({ list }: { list: Simulated['changed'] }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing="sm" aria-label={t('simulation.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('orders.number')}</Table.Th>
            <Table.Th>{t('simulation.before')}</Table.Th>
            <Table.Th>{t('simulation.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map(({ orderId, orderNumber, before, after }) => (
            <Table.Tr key={orderId}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} href={`/orders/${orderId}`} size="sm">
                  {orderNumber ?? t('approvals.open')}
                </Anchor>
              </Table.Th>
              <Table.Td>
                <Approval simulated={before} />
              </Table.Td>
              <Table.Td>
                <Approval simulated={after} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Approval({ simulated: { outcome, reason, steps } }: { simulated: SimulatedFieldsFragment }) {
  return (
    <>
      <Text size="sm" fw={600}>
        {t(`simulation.outcome.${outcome}`)}
      </Text>
      {steps.length === 0 && <Text size="xs">{reason}</Text>}
      {steps.map(({ position, approvers, minimumApprovals }) => (
        <Text key={position} size="xs">
          {t('simulation.step', {
            position,
            names: approvers.map(({ name }) => name).join(', '),
          })}{' '}
          ({t('summary.approvals', { count: minimumApprovals })})
        </Text>
      ))}
    </>
  )
}
