import { Card, Text, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import type { WizardOrderFragment } from '../generated/operations.ts'
import { formatDay, formatMoment, formatMoney } from '../format.ts'
import { Facts } from '../parts/facts.tsx'
import { t } from '../strings.ts'
import { LineTable } from '../wizard/line-table.tsx'
import { lineQuestions, orderQuestions, type Question } from '../wizard/questions.ts'

interface SectionProps {
  order: WizardOrderFragment
}

/** A part of an order under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Card withBorder component="section" aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  )
}

/** What is bought, with its cards. */
export function ItemSummary({ order }: SectionProps) {
  return (
    <Section title={t('summary.items')}>
      <LineTable order={order} />
    </Section>
  )
}

/** Who is charged, and who is to be talked to. */
export function AccountsAndContact({ order }: SectionProps) {
  return (
    <Section title={t('summary.accounts')}>
      <Facts
        list={[
          [t('summary.organization'), order.organization?.name],
          [t('summary.account'), order.account && `${order.account.name} (${order.account.currency})`],
          ...order.contacts.map(
            ({ role, firstName, lastName, email, phone }) =>
              [
                t(`contacts.role.${role}`),
                <>
                  {`${firstName} ${lastName}`}
                  <br />
                  {email}
                  {phone && <br />}
                  {phone}
                </>,
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

type Value = WizardOrderFragment['provisioning'][number]

/** An answer as people read it. */
function shown({ value, isSensitive }: Value, question: Question | undefined): string {
  if (isSensitive) return t('provisioning.kept')
  const labelOf = (one: unknown) =>
    question?.options?.find((option) => option.value === one)?.label ??
    (typeof one === 'object' && one !== null ? Object.values(one).join(', ') : `${one as string | number}`)
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  return Array.isArray(value) ? value.map(labelOf).join('; ') : labelOf(value)
}

const answers = (values: readonly Value[], questions: readonly Question[]) =>
  values.map((one) => {
    const question = questions.find(({ key }) => key === one.key)
    return [question?.label ?? one.key, shown(one, question)] as const
  })

/** What was answered for delivery. */
export function ProvisioningSummary({ order }: SectionProps) {
  const asking = order.lines.filter(({ provisioning }) => provisioning.length > 0)
  const isEmpty = order.provisioning.length + asking.length === 0
  return (
    <Section title={t('summary.provisioning')}>
      {isEmpty && <Text c="dimmed">{t('provisioning.nothing')}</Text>}
      <Facts list={answers(order.provisioning, orderQuestions(order))} />
      {asking.map((line) => (
        <div key={line.id}>
          <Text fw={600} mt="sm">
            {line.item.productName}
          </Text>
          <Facts list={answers(line.provisioning, lineQuestions(line))} />
        </div>
      ))}
    </Section>
  )
}

/** References, notes and days of the order itself. */
export function GeneralInformation({ order }: SectionProps) {
  return (
    <Section title={t('summary.general')}>
      <Facts
        list={[
          [t('summary.requestedBy'), order.requestedBy.name],
          [t('summary.createdAt'), formatMoment(order.createdAt)],
          [t('summary.startDate'), order.requestedStartDate && formatDay(order.requestedStartDate)],
          [t('contacts.purchaseOrderNumber'), order.purchaseOrderNumber],
          [t('contacts.costCenter'), order.costCenter],
          [t('contacts.externalReference'), order.externalReference],
          [t('contacts.notes'), order.notes],
          [t('summary.pricesHold'), order.priceValidUntil && formatMoment(order.priceValidUntil)],
        ]}
      />
    </Section>
  )
}

/** What the order puts on invoices; the margin for those who may see it. */
export function InvoiceInformation({ order: { invoicePreview: invoice, billTo } }: SectionProps) {
  const address = billTo?.address ?? invoice.billTo
  return (
    <Section title={t('summary.invoice')}>
      <Facts
        list={[
          [t('invoice.seller'), invoice.sellerName],
          [t('invoice.billTo'), billTo?.name],
          [
            t('invoice.address'),
            address &&
              [address.line1, address.line2, `${address.postalCode ?? ''} ${address.city}`, address.country]
                .filter(Boolean)
                .join(', '),
          ],
          [t('contacts.invoiceEmail'), invoice.invoiceEmail],
          [t('invoice.taxId'), invoice.taxId],
          [t('invoice.terms'), t('accounts.days', { count: invoice.paymentTermsDays })],
          [t('invoice.setup'), formatMoney(invoice.setupTotal)],
          [t('invoice.monthly'), formatMoney(invoice.monthlyRecurring)],
          [t('invoice.first'), <strong key="first">{formatMoney(invoice.firstInvoiceTotal)}</strong>],
          [t('invoice.tax'), invoice.tax.amount ? formatMoney(invoice.tax.amount) : invoice.tax.note],
          [t('invoice.contract'), formatMoney(invoice.totalContractValue)],
          [t('invoice.next'), formatDay(invoice.nextBillingDate)],
          [t('invoice.margin'), invoice.marginTotal && formatMoney(invoice.marginTotal)],
        ]}
      />
      {invoice.isEstimate && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('invoice.estimate')}
        </Text>
      )}
    </Section>
  )
}
