import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import { SignOutDocument } from '../generated/operations.ts'
import { Icon } from '../parts/icon.tsx'
import { session } from '../session.ts'
import { t } from '../strings.ts'
import { InboxProvider } from './inbox.tsx'
import { Navigation } from './navigation.tsx'
import { OfflineNotice } from './offline-notice.tsx'
import { OrganizationSwitch } from './organization-switch.tsx'
import { useViewer } from './use-viewer.ts'

/** The frame of every page: navigation, organization, person. */
export function Shell({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  return (
    <InboxProvider>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding="md"
      >
        <AppShell.Header>
          <Group h="100%" px="md" gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(opened ? 'shell.closeMenu' : 'shell.openMenu')}
            />
            <Brand />
            <Group ml="auto" gap="xs" wrap="nowrap">
              <OrganizationSwitch />
              <ColorScheme />
              <Person />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label={t('shell.navigation')}>
          <Navigation close={close} />
        </AppShell.Navbar>
        <AppShell.Main>
          <OfflineNotice />
          {children}
        </AppShell.Main>
      </AppShell>
    </InboxProvider>
  )
}

function Brand() {
  return (
    <Link href="/" className="brand" aria-label="Countersign">
      <img src="/assets/pages/mark.svg" alt="" width={28} height={28} />
      <Text fw={650} visibleFrom="xs">
        Countersign
      </Text>
    </Link>
  )
}

function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t(`shell.${other}`)}
      onClick={() => setColorScheme(other)}
    >
      <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
    </ActionIcon>
  )
}

function Person() {
  const { viewer } = useViewer()
  const [, signOut] = useMutation(SignOutDocument)
  const leave = async () => {
    await signOut({})
    session.end()
  }
  if (!viewer) return null
  const initials = viewer.name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className="person" aria-label={t('shell.person', { initials, name: viewer.name })}>
          {initials}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {viewer.name}
          <br />
          {viewer.organization?.name}
        </Menu.Label>
        <Menu.Item component="a" href="/developers">
          {t('signIn.developers')}
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
