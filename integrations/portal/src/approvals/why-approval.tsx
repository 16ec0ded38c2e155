import { Alert, List, Text } from '@mantine/core'
import type { DecisionFieldsFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { saidWith } from '../orders/said-with.ts'
import { Facts } from '../parts/facts.tsx'
import { t } from '../strings.ts'

type Step = DecisionFieldsFragment['steps'][number]

interface WhyApprovalProps {
  approval: DecisionFieldsFragment
}

/** Why somebody has to decide, who is asked, and what was decided so far. */
export function WhyApproval({ approval }: WhyApprovalProps) {
  return (
    <Section title={t('approvals.why')}>
      <Text mb="sm">{approval.reason}</Text>
      <Standstill approval={approval} />
      <Facts
        list={[
          [t('approvals.requester'), approval.requester?.email],
          [t('approvals.requested'), formatMoment(approval.requestedAt)],
          [t('approvals.revision'), String(approval.revision)],
        ]}
      />
      <List type="ordered" mt="sm" size="sm">
        {approval.steps.map((step) => (
          <List.Item key={step.id}>
            <StepText step={step} />
          </List.Item>
        ))}
      </List>
      {approval.warnings.map(({ message }) => (
        <Text key={message} size="sm" mt="xs">
          {message}
        </Text>
      ))}
    </Section>
  )
}

/** What keeps the request from going on. */
function Standstill({ approval: { pausedAt, pausedUntil, pauseNote, blockedSince } }: WhyApprovalProps) {
  if (!pausedAt && !blockedSince) return null
  const until = pausedUntil && t('approvals.pausedUntil', { moment: formatMoment(pausedUntil) })
  return (
    <Alert color="orange" variant="outline" mb="sm" role="note">
      {blockedSince && <Text size="sm">{t('approvals.blocked')}</Text>}
      {pausedAt && (
        <Text size="sm">{[t('approvals.paused'), until, pauseNote].filter(Boolean).join(' ')}</Text>
      )}
    </Alert>
  )
}

function StepText({
  step: { reason, approvers, reasons, decisions, minimumApprovals, expiresAt },
}: {
  step: Step
}) {
  // A step without reasons of its own says why in one text.
  const why = reasons.length > 0 ? reasons.map(({ message }) => message) : [reason]
  return (
    <>
      {approvers.map(({ name }) => name).join(', ')}
      <Text size="xs" c="dimmed">
        {[
          t('summary.approvals', { count: minimumApprovals }),
          expiresAt && t('approvals.expires', { moment: formatMoment(expiresAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {[...new Set(why)].map((message) => (
        <Text key={message} size="xs" c="dimmed">
          {message}
        </Text>
      ))}
      {decisions.map((one) => {
        const said = saidWith(one)
        return (
          <Text key={one.id} size="xs">
            {t(`timeline.${one.kind}`)}: {one.decidedByName}, {formatMoment(one.decidedAt)}
            {said && `: ${said}`}
          </Text>
        )
      })}
    </>
  )
}
