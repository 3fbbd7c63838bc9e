import { Box, NavLink, Stack } from '@mantine/core'
import { IconInbox, IconMail, IconSettings, IconTemplate, IconUsers, IconWorld } from '@tabler/icons-react'
import { useOrganization } from '../features/identity/session.ts'
import { texts } from '../texts.ts'
import { NavigationLink } from '../ui/links.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useMailbox } from './mailbox.ts'
import classes from './navigation.module.css'
import { OrganizationSwitcher } from './organization-switcher.tsx'

const PLACES = [
  { to: '/o/$org/campaigns', label: texts.navigation.campaigns, icon: IconMail },
  { to: '/o/$org/templates', label: texts.navigation.templates, icon: IconTemplate },
  { to: '/o/$org/lists', label: texts.navigation.lists, icon: IconUsers },
  { to: '/o/$org/landing-pages', label: texts.navigation.landingPages, icon: IconWorld },
  { to: '/o/$org/settings', label: texts.navigation.settings, icon: IconSettings },
] as const

/** Where one can go within the organization, who one is, and the other organizations. */
export function Navigation() {
  const { slug } = useOrganization()
  const mailbox = useMailbox()
  return (
    <Stack h="100%" gap={0} justify="space-between">
      <Box>
        <Box p="sm">
          <OrganizationSwitcher />
        </Box>
        <Box component="nav" aria-label={texts.navigation.label} px="sm">
          {PLACES.map(({ to, label, icon: Icon }) => (
            <NavigationLink
              key={to}
              to={to}
              params={{ org: slug }}
              label={label}
              leftSection={<Icon size={19} stroke={1.7} aria-hidden />}
              className={classes.link}
              activeProps={{ active: true, 'aria-current': 'page' }}
            />
          ))}
        </Box>
      </Box>
      <Box p="sm">
        {mailbox && (
          <NavLink
            href="/mailbox"
            target="_blank"
            label={texts.navigation.mailbox}
            title={texts.navigation.mailboxHint}
            leftSection={<IconInbox size={19} stroke={1.7} aria-hidden />}
            className={classes.link}
          />
        )}
        <AccountMenu />
      </Box>
    </Stack>
  )
}
