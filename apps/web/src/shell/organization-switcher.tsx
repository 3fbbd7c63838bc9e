import { Avatar, Badge, Box, Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meQuery, useOrganization } from '../features/identity/session.ts'
import { texts } from '../texts.ts'
import classes from './navigation.module.css'

/** Says whose data is on the page, and leads to the person's other organizations. */
export function OrganizationSwitcher() {
  const current = useOrganization()
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  return (
    <Menu width={228} position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <Avatar
            size={32}
            radius="md"
            color="ink"
            variant="filled"
            name={letters(current.name)}
            aria-hidden
          />
          <Box className={classes.words}>
            <Text fw={650} size="sm" truncate>
              {current.name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {texts.identity.roles[current.role]}
            </Text>
          </Box>
          {current.mode === 'test' && <Badge size="xs">{texts.navigation.testMode}</Badge>}
          <VisuallyHidden>{texts.navigation.switchOrganization}</VisuallyHidden>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.navigation.organization}</Menu.Label>
        {me?.organizations.map(({ id, slug, name }) => (
          <Menu.Item
            key={id}
            onClick={() => navigate({ to: '/o/$org/campaigns', params: { org: slug } })}
            rightSection={id === current.id ? <IconCheck size={16} aria-hidden /> : undefined}
          >
            <Group gap="xs" wrap="nowrap">
              <Avatar size={22} radius="sm" color="ink" name={letters(name)} aria-hidden />
              <Text size="sm" truncate>
                {name}
              </Text>
            </Group>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => navigate({ to: '/new-organization' })}
        >
          {texts.navigation.newOrganization}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Only words that begin with a letter give initials: "Tamarack & Wren" is TW. */
function letters(name: string): string {
  return name
    .split(/\s+/)
    .filter(word => /^[\p{L}\p{N}]/u.test(word))
    .join(' ')
}
