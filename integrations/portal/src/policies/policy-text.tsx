import { List, Stack, Text } from '@mantine/core'
import { formatMoment } from '../format.ts'
import { Facts } from '../parts/facts.tsx'
import { t } from '../strings.ts'
import { amountText } from './amount-text.ts'
import { approversText, groupsText, slaTexts } from './approver-text.ts'
import { ConditionText } from './condition-text.tsx'
import type { ConditionPart } from './condition-tree.ts'
import type { ApproverDraft, PolicyDraft } from './policy-draft.ts'
import { useNames } from './use-names.ts'

const valuesIn = (part: ConditionPart): string[] =>
  part.kind === 'fact' ? [...part.values] : part.parts.flatMap(valuesIn)

/** Every id that a policy names. */
function idsIn({ exceptUserIds, condition, steps, watchers }: PolicyDraft): string[] {
  const approvers: ApproverDraft[] = [
    ...watchers,
    ...steps.flatMap(({ groups, sla }) => [
      ...groups.flatMap((group) => group.approvers),
      ...(sla.escalateTo ? [sla.escalateTo] : []),
    ]),
  ]
  return [...exceptUserIds, ...valuesIn(condition), ...approvers.map(({ who }) => who)]
}

/** What a policy says, as people read it. */
export function PolicyText({ draft }: { draft: PolicyDraft }) {
  const nameOf = useNames(idsIn(draft))
  const { triggers, requesterRoles, exceptUserIds, condition, effect, message, watchers } = draft
  const { validFrom, validTo, passesDown } = draft
  const whose = requesterRoles.map((role) => t(`role.${role}`)).join(', ') || t('policyText.everybody')
  return (
    <Stack gap="sm">
      <Facts
        list={[
          [
            t('policy.triggers'),
            triggers.map((one) => t(`trigger.${one}`)).join(', ') || t('policyText.anyOrder'),
          ],
          [
            t('policy.requesters'),
            exceptUserIds.length > 0
              ? t('policyText.except', { whose, names: exceptUserIds.map(nameOf).join(', ') })
              : whose,
          ],
          [
            t('policy.condition'),
            condition.parts.length > 0 ? (
              <ConditionText key="condition" branch={condition} nameOf={nameOf} />
            ) : (
              t('condition.none')
            ),
          ],
          [t('policy.effect'), <strong key="effect">{t(`effectText.${effect}`)}</strong>],
          [t('policy.message'), effect === 'BLOCK' || effect === 'WARN' ? message : null],
          [t('policy.watchers'), watchers.length > 0 ? approversText(watchers, nameOf) : null],
          [t('policy.validFrom'), validFrom && formatMoment(validFrom)],
          [t('policy.validTo'), validTo && formatMoment(validTo)],
          [t('policy.inherits'), t(passesDown ? 'policies.passesDown' : 'policies.own')],
        ]}
      />
      {effect === 'REQUIRE_APPROVAL' && <Steps draft={draft} nameOf={nameOf} />}
    </Stack>
  )
}

function Steps({ draft, nameOf }: { draft: PolicyDraft; nameOf: (id: string) => string }) {
  const { steps, selfApproval, under, reapproval } = draft
  return (
    <>
      <List type="ordered" size="sm">
        {steps.map(({ id, position, groups, sla }) => (
          <List.Item key={id} value={position}>
            {groupsText(groups, nameOf)}
            {slaTexts(sla, nameOf).map((text) => (
              <Text key={text} size="xs" c="dimmed">
                {text}
              </Text>
            ))}
          </List.Item>
        ))}
      </List>
      <Text size="sm">
        {t(`selfApproval.${selfApproval}`)}
        {selfApproval === 'ALLOW_UNDER' && under.amount && ` ${amountText(under)}`}.{' '}
        {t(`reapproval.${reapproval}`)}.
      </Text>
    </>
  )
}
