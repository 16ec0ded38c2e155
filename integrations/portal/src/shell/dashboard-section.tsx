import { Anchor, Card, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { t } from '../strings.ts'

interface DashboardSectionProps {
  title: string
  /** Where all of it is. */
  href?: string
  children: ReactNode
}

/** A part of the dashboard, with the way to all of it. */
export function DashboardSection({ title, href, children }: DashboardSectionProps) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {href && (
          <Anchor component={Link} href={href} size="sm" aria-label={t('dashboard.allOf', { title })}>
            {t('dashboard.all')}
          </Anchor>
        )}
      </Group>
      {children}
    </Card>
  )
}
