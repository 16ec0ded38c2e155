import { Button, Card, Group, Stack, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import {
  ApprovalDecideApproveDocument,
  ApprovalDecideRejectDocument,
  ApprovalDecideRequestChangesDocument,
  type DecisionFieldsFragment,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { PlaceFields, type Place } from './place-fields.tsx'

const kinds = ['APPROVE', 'REQUEST_CHANGES', 'REJECT'] as const
type Kind = (typeof kinds)[number]
const looks = {
  APPROVE: {},
  REQUEST_CHANGES: { variant: 'default' },
  REJECT: { color: 'red', variant: 'outline' },
} as const

/** Sends a decision; a repeat after a lost answer decides nothing twice. */
function useDecide(approval: DecisionFieldsFragment) {
  const key = useRef(newKey())
  const [approving, approve] = useMutation(ApprovalDecideApproveDocument)
  const [rejecting, reject] = useMutation(ApprovalDecideRejectDocument)
  const [asking, requestChanges] = useMutation(ApprovalDecideRequestChangesDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const decide = async (kind: Kind, comment: string, place: Place) => {
    const { id: approvalId, version: expectedVersion } = approval
    const idempotencyKey = `${key.current}-${kind}-${expectedVersion}`
    const input = { approvalId, expectedVersion, idempotencyKey, comment: comment.trim() || null }
    const answers = {
      APPROVE: async () => (await approve({ input })).data?.approvalApprove,
      REJECT: async () => (await reject({ input })).data?.approvalReject,
      REQUEST_CHANGES: async () =>
        (await requestChanges({ input: { ...input, ...place } })).data?.approvalRequestChanges,
    }
    const answer = await answers[kind]()
    setRefusals(answer?.userErrors ?? [])
  }
  return {
    decide,
    refusals,
    error: approving.error ?? rejecting.error ?? asking.error,
    isBusy: approving.fetching || rejecting.fetching || asking.fetching,
  }
}

interface DecisionBoxProps {
  approval: DecisionFieldsFragment
  lines: ReadonlyArray<{ lineNumber: number; item: { productName: string } }>
}

/** Comment and buttons: only what the API lets the viewer decide now. */
export function DecisionBox({ approval, lines }: DecisionBoxProps) {
  const [comment, setComment] = useState('')
  const [place, setPlace] = useState<Place>({ stage: null, lineNumbers: [] })
  const { decide, refusals, error, isBusy } = useDecide(approval)
  const allowed = kinds.filter((kind) => approval.allowedActions.includes(kind))
  if (allowed.length === 0) return null
  return (
    <Card withBorder component="section" aria-label={t('approvals.decision')}>
      <Stack>
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Textarea
          label={t('approvals.comment')}
          description={t('approvals.commentHint')}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {allowed.includes('REQUEST_CHANGES') && <PlaceFields place={place} set={setPlace} lines={lines} />}
        <Group>
          {allowed.map((kind) => (
            <Button
              key={kind}
              {...looks[kind]}
              disabled={isBusy}
              onClick={() => void decide(kind, comment, place)}
            >
              {t(`approvals.kind.${kind}`)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  )
}
