import { AppShell, Box, Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'
import classes from './organization-shell.module.css'

/** Frame of every page of an organization: navigation beside it, or behind a button on a phone. */
export function OrganizationShell() {
  const [open, { toggle, close }] = useDisclosure()
  const main = useFocusOnNewPage(close)
  return (
    <AppShell
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 244, breakpoint: 'sm', collapsed: { mobile: !open } }}
      classNames={{ main: classes.main, navbar: classes.navbar, header: classes.header }}
    >
      <a className={classes.skip} href="#content">
        {texts.navigation.skip}
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Group h="100%" px="md" justify="space-between">
          <Logo />
          <Burger
            opened={open}
            onClick={toggle}
            size="sm"
            aria-label={open ? texts.navigation.close : texts.navigation.open}
            aria-expanded={open}
          />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar component="div">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={main} tabIndex={-1}>
        <Box className={classes.page}>
          <Outlet />
        </Box>
      </AppShell.Main>
    </AppShell>
  )
}

/** A new page begins at its content, for the keyboard and for those who hear it; the phone's menu closes. */
function useFocusOnNewPage(close: () => void) {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: state => state.resolvedLocation?.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    if (last.current !== undefined) main.current?.focus({ preventScroll: true })
    last.current = path
    close()
  }, [path, close])
  return main
}
