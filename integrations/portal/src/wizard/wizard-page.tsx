import { Alert, List, Stepper, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Redirect, useLocation } from 'wouter'
import { WizardOrderByIdDocument, type WizardOrderFragment } from '../generated/operations.ts'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { t } from '../strings.ts'
import { ContactsStage } from './contacts-stage.tsx'
import { ItemsStage } from './items-stage.tsx'
import { ProvisioningStage } from './provisioning-stage.tsx'
import { stageOf, stages } from './stages.ts'
import { SummaryStage } from './summary-stage.tsx'
import { useSaving, type Saving } from './use-saving.ts'

/** What each stage gets. */
export interface StageProps {
  order: WizardOrderFragment
  saving: Saving
  /** Moves to the stage by so many places. */
  move: (by: 1 | -1) => void
}

const bodies = {
  items: ItemsStage,
  contacts: ContactsStage,
  provisioning: ProvisioningStage,
  summary: SummaryStage,
}

/** The four stages of an order that can still be changed. */
export function WizardPage({ id, stage }: { id: string; stage: string }) {
  const [{ data, error }, again] = useQuery({ query: WizardOrderByIdDocument, variables: { id } })
  const [, go] = useLocation()
  const saving = useSaving()
  const order = data?.order
  if (error && !order) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  if (!order) return <Text>{t('orders.unknown')}</Text>
  if (!order.allowedActions.includes('SELECT_ITEMS')) return <Redirect to={`/orders/${id}`} replace />
  const at = Math.max(
    0,
    stages.findIndex(({ path }) => path === stage),
  )
  const { path, kind } = stages[at] ?? stages[0]
  const goTo = (position: number) => go(`/orders/${id}/${stages[position]?.path ?? 'items'}`)
  const Body = bodies[path]
  return (
    // A stage is a page: its heading takes the focus, and tells where one is.
    <Page
      key={path}
      title={t('wizard.title', { name: order.organization?.name ?? '', stage: t(`stage.${kind}`) })}
    >
      <Text c="dimmed" size="sm" mt={-12}>
        {order.account?.name} · {order.currency}
      </Text>
      <Returned order={order} />
      <Steps order={order} at={at} goTo={goTo} />
      <Missing order={order} kind={kind} />
      <Body order={order} saving={saving} move={(by) => goTo(at + by)} />
    </Page>
  )
}

/** Why an approver gave the order back. */
function Returned({ order: { status, statusReason } }: { order: WizardOrderFragment }) {
  if (status !== 'CHANGES_REQUESTED' || !statusReason) return null
  return (
    <Alert color="orange" variant="outline" title={t('wizard.returned')} role="note">
      {statusReason}
    </Alert>
  )
}

interface StepsProps {
  order: WizardOrderFragment
  at: number
  goTo: (position: number) => void
}

function Steps({ order, at, goTo }: StepsProps) {
  return (
    <Stepper
      active={at}
      onStepClick={goTo}
      size="sm"
      role="group"
      aria-label={t('wizard.stages')}
      className="steps"
    >
      {stages.map(({ path, kind }, position) => {
        const { state, problems } = stageOf(order, kind)
        const isDone = state === 'COMPLETE'
        return (
          <Stepper.Step
            key={path}
            label={t(`stage.${kind}`)}
            description={isDone ? t('wizard.complete') : t('wizard.missing', { count: problems.length })}
            icon={isDone ? <Icon name="check" /> : position + 1}
            completedIcon={isDone ? <Icon name="check" /> : '!'}
            color={isDone || position >= at ? undefined : 'orange'}
            aria-current={position === at ? 'step' : undefined}
          />
        )
      })}
    </Stepper>
  )
}

function Missing({ order, kind }: { order: WizardOrderFragment; kind: (typeof stages)[number]['kind'] }) {
  const { state, problems } = stageOf(order, kind)
  // What nobody has begun yet is not wrong.
  if (problems.length === 0 || state === 'NOT_STARTED') return null
  return (
    <Alert color="orange" variant="outline" title={t('wizard.stillMissing')} role="status">
      <List size="sm">
        {problems.map(({ code, path, message }) => (
          <List.Item key={`${code} ${path.join('.')}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
