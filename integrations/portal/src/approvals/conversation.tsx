import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { ApprovalCommentAddDocument, type DecisionFieldsFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { newKey } from '../new-key.ts'
import { Section } from '../orders/order-sections.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'

interface ConversationProps {
  approval: DecisionFieldsFragment
  /** Reads the request again. */
  again: () => void
}

/** What was said about a request, and one thing more; it decides nothing. */
export function Conversation({ approval, again }: ConversationProps) {
  return (
    <Section title={t('approvals.conversation')}>
      <Stack gap="sm">
        {approval.comments.length === 0 && <Text c="dimmed">{t('approvals.nothingSaid')}</Text>}
        {approval.comments.map(({ id, authorName, body, createdAt }) => (
          <div key={id}>
            <Text size="xs" c="dimmed">
              {authorName}, {formatMoment(createdAt)}
            </Text>
            <Text size="sm">{body}</Text>
          </div>
        ))}
        <SayForm approvalId={approval.id} again={again} />
      </Stack>
    </Section>
  )
}

function SayForm({ approvalId, again }: { approvalId: string; again: () => void }) {
  // Another text is another intent.
  const [{ body, key }, setDraft] = useState(() => ({ body: '', key: newKey() }))
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [{ fetching, error }, add] = useMutation(ApprovalCommentAddDocument)
  const say = async (event: FormEvent) => {
    event.preventDefault()
    const { data } = await add({ input: { approvalId, body, idempotencyKey: key } })
    if (!data) return
    setRefusals(data.approvalCommentAdd.userErrors)
    if (!data.approvalCommentAdd.comment) return
    setDraft({ body: '', key: newKey() })
    again()
  }
  return (
    <form onSubmit={(event) => void say(event)}>
      <Stack gap="sm">
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Textarea
          label={t('approvals.say')}
          description={t('approvals.sayHint')}
          autosize
          minRows={2}
          maxLength={4000}
          value={body}
          onChange={(event) => setDraft({ body: event.currentTarget.value, key: newKey() })}
        />
        <Group>
          <Button type="submit" variant="default" loading={fetching} disabled={body.trim() === ''}>
            {t('approvals.saySend')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
