import { Alert, Button, Group, List, Paper, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link, Redirect, useLocation } from 'wouter'
import {
  ApprovalSettingsDocument,
  PolicyByIdDocument,
  type PolicyWarningFieldsFragment,
} from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { Fault, Refusals } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { isWhole } from './condition-tree.ts'
import { definitionOf, draftOf, newDraft, type ReadPolicy } from './policy-draft.ts'
import { PolicyForm } from './policy-form.tsx'
import { PolicyText } from './policy-text.tsx'
import { ProblemsContext } from './problems.tsx'
import { Simulation } from './simulation.tsx'
import { useLint, type Lint } from './use-lint.ts'
import { useSavePolicy } from './use-save-policy.ts'

/** A new policy, or the next version of one; without an id a new one. */
export function PolicyEditorPage({ id }: { id: string | null }) {
  const { viewer, may } = useViewer()
  const organizationId = viewer?.organization?.id
  const [{ data }] = useQuery({
    query: ApprovalSettingsDocument,
    variables: { id: organizationId ?? '' },
    pause: organizationId === undefined,
  })
  if (viewer && !may('APPROVAL_POLICY_WRITE')) return <Redirect to="/approvals/policies" replace />
  if (!data) return <Loading rows={8} />
  const currency = data.organization?.currency ?? 'EUR'
  return id === null ? <Editor policy={null} currency={currency} /> : <Next id={id} currency={currency} />
}

/** The next version of a policy, where it can have one from here. */
function Next({ id, currency }: { id: string; currency: string }) {
  const [{ data, error }, again] = useQuery({
    query: PolicyByIdDocument,
    variables: { id },
    // A draft begins with what holds now.
    requestPolicy: 'network-only',
  })
  if (error) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  const { approvalPolicy: policy } = data
  if (!policy) return <Text>{t('policies.unknown')}</Text>
  if (policy.status === 'ARCHIVED') return <Redirect to={`/approvals/policies/${policy.id}`} replace />
  const { condition } = policy.current
  if (!condition || isWhole(condition)) return <Editor policy={policy} currency={currency} />
  return (
    <Page title={policy.name}>
      <Alert color="orange" variant="outline" title={t('policy.tooDeep')}>
        {t('policy.tooDeepHint')}
      </Alert>
    </Page>
  )
}

interface EditorProps {
  policy: ReadPolicy | null
  currency: string
}

function Editor({ policy, currency }: EditorProps) {
  const [draft, setDraft] = useState(() => (policy ? draftOf(policy, currency) : newDraft(currency)))
  const [, go] = useLocation()
  const { isBusy, error, refusals, save } = useSavePolicy(policy)
  const definition = definitionOf(draft)
  // Only an active policy can be replaced in a simulation; one that rests would be new.
  const replaced = policy?.status === 'ACTIVE' ? policy.id : null
  const lint = useLint(definition, replaced)
  const name = refusals.filter(({ path }) => path[0] === 'name')
  const submit = async () => {
    const id = await save(draft)
    if (id) go(`/approvals/policies/${id}`)
  }
  const back = policy ? `/approvals/policies/${policy.id}` : '/approvals/policies'
  return (
    <Page title={policy ? t('policy.edit', { name: policy.name }) : t('policies.new')}>
      <ProblemsContext value={[...lint.problems, ...name]}>
        <PolicyForm
          draft={draft}
          currency={currency}
          set={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
      </ProblemsContext>
      <Section title={t('policy.preview')}>
        <PolicyText draft={draft} />
      </Section>
      <Simulation definition={definition} policyId={replaced} />
      <Stack gap="sm">
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Oddities warnings={lint.warnings} />
        <Paper withBorder p="sm">
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {lintText(lint)}
            </Text>
            <Group gap="sm">
              <Button variant="default" component={Link} href={back}>
                {t('cancel')}
              </Button>
              <Button onClick={() => void submit()} loading={isBusy}>
                {policy ? t('policy.saveVersion', { version: policy.version + 1 }) : t('policy.save')}
              </Button>
            </Group>
          </Group>
        </Paper>
      </Stack>
    </Page>
  )
}

function lintText({ isBusy, problems }: Lint): string {
  if (isBusy) return t('policy.checking')
  return problems.length > 0 ? t('policy.problems', { count: problems.length }) : t('policy.fine')
}

/** What is odd about a policy, though it may be saved. */
function Oddities({ warnings }: { warnings: readonly PolicyWarningFieldsFragment[] }) {
  if (warnings.length === 0) return null
  return (
    <Alert color="orange" variant="outline" title={t('policies.odd')} role="status">
      <List size="sm">
        {warnings.map(({ code, message }) => (
          <List.Item key={code + message}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
