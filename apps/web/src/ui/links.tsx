import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Native<Own> = Own &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own | 'href'> & { ref?: Ref<HTMLAnchorElement> }

/** Mantine's looks with typed addresses of the router. */
export const ButtonLink = createLink((props: Native<ButtonProps>) => <Button component="a" {...props} />)
export const AnchorLink = createLink((props: Native<AnchorProps>) => <Anchor {...props} />)
export const NavigationLink = createLink((props: Native<NavLinkProps>) => (
  <NavLink component="a" {...props} />
))
