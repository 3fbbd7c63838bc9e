import type { Me } from '../features/identity/session.ts'

const KEY = 'lettershop.last-organization'

/** The organization to open without being told: the last one that was open here, else the first. */
export function homeOf(me: Me): string | undefined {
  const last = read()
  return (me.organizations.find(({ slug }) => slug === last) ?? me.organizations[0])?.slug
}

/** Remembers which organization was open; a browser without storage opens the first one. */
export function rememberOrganization(slug: string): void {
  try {
    localStorage.setItem(KEY, slug)
  } catch {
    // Private mode: nothing is kept, nothing is lost.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
