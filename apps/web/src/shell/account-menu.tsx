import {
  Avatar,
  Box,
  type MantineColorScheme,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core'
import { IconDots, IconLogout } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meQuery, signOut } from '../features/identity/session.ts'
import { texts } from '../texts.ts'
import { tellError } from '../ui/notify.tsx'
import classes from './navigation.module.css'

const { navigation } = texts
const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: navigation.light },
  { value: 'dark', label: navigation.dark },
  { value: 'auto', label: navigation.system },
]

/** Who is signed in, light or dark, and the way out. */
export function AccountMenu() {
  const { data: me } = useQuery(meQuery)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  if (!me) return null
  const { name, email } = me.user

  const leave = () =>
    signOut().then(
      () => navigate({ to: '/sign-in' }),
      error => tellError(error),
    )
  return (
    <Menu width={228} position="top-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <Avatar size={32} radius="xl" color="gray" name={name} aria-hidden />
          <Box className={classes.words}>
            <Text size="sm" fw={550} truncate>
              {name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {email}
            </Text>
          </Box>
          <VisuallyHidden>{navigation.account}</VisuallyHidden>
          <IconDots size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{navigation.colours}</Menu.Label>
        <Box px="xs" pb="xs">
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={navigation.colours}
            data={SCHEMES}
            value={colorScheme}
            onChange={value => setColorScheme(value)}
          />
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          {navigation.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
