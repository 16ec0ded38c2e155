import { Alert, Card, List, Text, Title } from '@mantine/core'
import type { OrderBeforeSubmitQuery } from '../generated/operations.ts'
import { t } from '../strings.ts'

type Preview = NonNullable<OrderBeforeSubmitQuery['order']>['approvalPreview']

/** Who will have to approve, and why. */
export function ApprovalPreview({ preview }: { preview: Preview }) {
  return (
    <Card withBorder component="section" aria-labelledby="approval-preview">
      <Title order={2} size="h4" id="approval-preview" mb="xs">
        {t('summary.approval')}
      </Title>
      {preview.outcome === 'BLOCKED' ? (
        <Alert color="red" variant="outline" title={t('summary.blocked')}>
          {preview.problem?.message ?? preview.reason}
        </Alert>
      ) : (
        <Text>{preview.reason}</Text>
      )}
      <List type="ordered" mt="xs">
        {preview.steps.map(({ position, approvers, reason, minimumApprovals }) => (
          <List.Item key={position}>
            {approvers.map(({ name }) => name).join(', ')}
            <Text size="sm" c="dimmed">
              {reason} · {t('summary.approvals', { count: minimumApprovals })}
            </Text>
          </List.Item>
        ))}
      </List>
      {preview.warnings.map(({ message }) => (
        <Text key={message} size="sm" c="dimmed">
          {message}
        </Text>
      ))}
    </Card>
  )
}
