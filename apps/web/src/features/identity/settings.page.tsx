import { Box } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { LinkTabs } from '../../ui/link-tabs.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCan, useOrganization } from './session.ts'

const words = texts.identity

/** Frame of the settings: one part each with its own address. */
export function SettingsPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  return (
    <>
      <PageHeader title={words.settings} />
      <LinkTabs label={words.settings}>
        <LinkTabs.Tab to="/o/$org/settings" params={{ org }} activeOptions={{ exact: true }}>
          {words.general}
        </LinkTabs.Tab>
        <LinkTabs.Tab to="/o/$org/settings/members" params={{ org }}>
          {words.members}
        </LinkTabs.Tab>
        {can('api_key.read') && (
          <LinkTabs.Tab to="/o/$org/settings/api-keys" params={{ org }}>
            {words.apiKeys}
          </LinkTabs.Tab>
        )}
      </LinkTabs>
      <Box pt="lg">
        <Outlet />
      </Box>
    </>
  )
}
